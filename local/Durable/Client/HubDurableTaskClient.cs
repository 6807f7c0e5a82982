using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Durable.History;
using Proctoring.Local.Durable.Journal;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Proctoring.Local.Durable.Client;

/// <summary>
/// The client that functions get. Whatever it returned from is in the journal. It refuses with the exceptions that the
/// isolated worker's client lets through.
/// </summary>
sealed class HubDurableTaskClient(TaskHub hub, string name = "") : DurableTaskClient(name)
{
    /// <summary>By instance id, starts that are on their way to the journal, and whether they got there.</summary>
    readonly Dictionary<string, Task<bool>> _starting = new(StringComparer.Ordinal);

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var id = string.IsNullOrEmpty(options?.InstanceId) ? Guid.NewGuid().ToString("N") : options.InstanceId;
        InstanceId.Validate(id);
        using var span = DurableSpans.StartCreation(orchestratorName.Name, id);
        var created = new InstanceCreated(
            id, StepRecorder.NewExecutionId(), orchestratorName.Name, hub.Converter.Serialize(input), null,
            options?.StartAt?.UtcDateTime, hub.Now, span?.Id);
        var committed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await TakeStartAsync(id, committed.Task, cancellation);
        try
        {
            await CommitAsync(created);
            Instance? instance;
            lock (hub.State.Lock) instance = hub.State.Find(id);
            if (instance is not null) hub.WakeAtStart(instance);
            committed.SetResult(true);
        }
        finally
        {
            lock (hub.State.Lock) _starting.Remove(id);
            committed.TrySetResult(false);
        }
        return id;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return RaiseSerializedAsync(instanceId, eventName, hub.Converter.Serialize(eventPayload), cancellation);
    }

    public Task RaiseSerializedAsync(string instanceId, string eventName, string? json, CancellationToken cancellation)
    {
        var status = StatusOf(instanceId) ?? throw new RpcException(
            new(StatusCode.NotFound, $"No instance with ID '{instanceId}' was found."));
        if (HasEnded(status))
            throw new RpcException(new(
                StatusCode.FailedPrecondition, "The orchestration instance with the provided instance id is not running."));
        return SendAsync(instanceId, new EventRaised(eventName, json), cancellation);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitUntilAsync(instanceId, status => status != Status.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitUntilAsync(instanceId, HasEnded, getInputsAndOutputs, cancellation);

    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Require(instanceId, "terminate", status => !HasEnded(status));
        var terminated = new ExecutionTerminated(hub.Converter.Serialize(options?.Output));
        await SendAsync(instanceId, terminated, cancellation);
        if (options is not { Recursive: true }) return;
        foreach (var child in RunningChildrenOf(instanceId))
            await SendAsync(child, terminated, cancellation);
    }

    public override Task SuspendInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        Require(instanceId, "suspend", status => status is Status.Running or Status.Pending);
        return SendAsync(instanceId, new ExecutionSuspended(reason), cancellation);
    }

    public override Task ResumeInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        Require(instanceId, "resume", status => status == Status.Suspended);
        return SendAsync(instanceId, new ExecutionResumed(reason), cancellation);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        lock (hub.State.Lock)
            return Task.FromResult(hub.State.Find(instanceId) is { } instance ? Describe(instance, getInputsAndOutputs) : null);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        PagesOf(filter ?? new OrchestrationQuery());

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        List<string> purged = [];
        lock (hub.State.Lock)
            if (hub.State.Find(instanceId) is { Ended: true })
                purged.AddRange(options is { Recursive: true }
                    ? [instanceId, .. DescendantsOf(instanceId).Where(id => hub.State.Find(id) is { Ended: true })]
                    : [instanceId]);
        return await PurgeAsync(purged, cancellation);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        if (options is { Recursive: true })
            throw new NotSupportedException(
                "Purging by filter does not reach sub-orchestrations; they match the filter themselves.");
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        List<string> purged;
        lock (hub.State.Lock)
            purged = [.. hub.State.Instances.Where(i => i.Ended && InstancePages.Matches(i, query)).Select(i => i.Id)];
        return await PurgeAsync(purged, cancellation);
    }

    public InstancePages PagesOf(OrchestrationQuery query) => new(hub.State, query, Describe);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static bool HasEnded(Status status) => status is Status.Completed or Status.Failed or Status.Terminated;

    /// <summary>Of several starts of an instance at once one goes on; the others are refused when it is there, so that whoever is told that it exists finds it.</summary>
    async Task TakeStartAsync(string id, Task<bool> start, CancellationToken cancellation)
    {
        while (true)
        {
            Task<bool>? other;
            lock (hub.State.Lock)
            {
                if (hub.State.Find(id) is { Ended: false }) break;
                if (!_starting.TryGetValue(id, out other))
                {
                    _starting.Add(id, start);
                    return;
                }
            }
            if (await other.WaitAsync(cancellation)) break;
        }
        throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {id} already exists.");
    }

    async Task<PurgeResult> PurgeAsync(List<string> ids, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (ids.Count > 0) await CommitAsync(new InstancesPurged(ids));
        return new PurgeResult(ids.Count, true);
    }

    async Task<OrchestrationMetadata> WaitUntilAsync(
        string instanceId, Func<Status, bool> reached, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        while (true)
        {
            Task change;
            lock (hub.State.Lock)
            {
                if (hub.State.Find(instanceId) is { } instance && reached(instance.Status))
                    return Describe(instance, getInputsAndOutputs);
                change = hub.State.NextChangeOf(instanceId);
            }
            await change.WaitAsync(cancellation);
        }
    }

    Task SendAsync(string instanceId, HistoryEvent happened, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return CommitAsync(new MessageSent(instanceId, new(hub.State.NextNumber(), null, happened)));
    }

    /// <exception cref="RpcException">The hub's storage fails, which the extension's server lets out unmapped too.</exception>
    async Task CommitAsync(JournalRecord journaled)
    {
        try
        {
            await hub.CommitAsync(journaled);
        }
        catch (IOException e)
        {
            throw new RpcException(new(StatusCode.Unknown, e.Message));
        }
    }

    Status? StatusOf(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        lock (hub.State.Lock) return hub.State.Find(instanceId)?.Status;
    }

    void Require(string instanceId, string what, Func<Status, bool> allowed)
    {
        // The extension's server lets these exceptions out unmapped, which gRPC reports as "unknown".
        var status = StatusOf(instanceId)
            ?? throw new RpcException(new(StatusCode.Unknown, $"No instance with ID '{instanceId}' was found."));
        if (!allowed(status))
            throw new RpcException(new(
                StatusCode.Unknown,
                $"Cannot {what} the orchestration instance {instanceId} because instance is in the {status} state."));
    }

    List<string> RunningChildrenOf(string instanceId)
    {
        lock (hub.State.Lock) return [.. DescendantsOf(instanceId).Where(id => hub.State.Find(id) is { Ended: false })];
    }

    /// <summary>To be called under the lock.</summary>
    List<string> DescendantsOf(string instanceId)
    {
        var children = hub.State.Instances.ToLookup(i => i.Created.Parent?.InstanceId, i => i.Id);
        List<string> found = [.. children[instanceId]];
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i]].Where(id => !found.Contains(id)));
        return found;
    }

    // Without inputs and outputs, the host leaves out the custom status and the failure too.
    OrchestrationMetadata Describe(Instance instance, bool getInputsAndOutputs) => new(instance.Created.Name, instance.Id)
    {
        DataConverter = getInputsAndOutputs ? hub.Converter : null,
        RuntimeStatus = instance.Status,
        CreatedAt = instance.Created.At,
        LastUpdatedAt = instance.UpdatedAt,
        SerializedInput = getInputsAndOutputs ? instance.Created.Input : null,
        SerializedOutput = getInputsAndOutputs ? instance.Output : null,
        SerializedCustomStatus = getInputsAndOutputs ? instance.CustomStatus : null,
        FailureDetails = getInputsAndOutputs ? instance.Failure?.ToDetails() : null,
    };
}
