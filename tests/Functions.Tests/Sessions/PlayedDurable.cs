using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>A task hub in the test's own hands: it does nothing and notes what it was asked for.</summary>
sealed class PlayedDurable : RefusingTaskHub
{
    readonly ConcurrentQueue<string> _asked = [];

    /// <summary>In words, as in <c>raise drained lifecycle-1: end</c>.</summary>
    public IEnumerable<string> Asked => _asked;

    public PurgeInstancesFilter? Purged { get; private set; }

    /// <summary>Of every instance; null: there is none.</summary>
    public OrchestrationRuntimeStatus? Status { get; set; }

    /// <summary>Happens when an event is raised.</summary>
    public Func<Task>? Raising { get; set; }

    /// <summary>So many starts are refused.</summary>
    public int Refusing { get; set; }

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        _asked.Enqueue($"start {options!.InstanceId}");
        return Refusing-- > 0 ? throw new InvalidOperationException("There is one already.") : Task.FromResult(options.InstanceId!);
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        _asked.Enqueue($"raise {eventName} {instanceId}{(eventPayload is null ? "" : $": {eventPayload}")}");
        return Raising?.Invoke() ?? Task.CompletedTask;
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(Status is { } status ? new OrchestrationMetadata("played", instanceId) { RuntimeStatus = status } : null);

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        _asked.Enqueue($"terminate {instanceId}");
        return Task.CompletedTask;
    }

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Purged = filter;
        return Task.FromResult(new PurgeResult(0));
    }
}
