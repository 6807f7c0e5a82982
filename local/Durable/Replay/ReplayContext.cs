using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Durable.Replay;

/// <summary>The identity of the execution that an orchestrator runs for.</summary>
sealed record ExecutionInfo(string Name, string InstanceId, ParentOrchestrationInstance? Parent);

/// <summary>The context given to an orchestrator: every wish becomes a numbered action.</summary>
sealed class ReplayContext(
    ExecutionInfo execution,
    OrchestratorThread thread,
    OpenTasks tasks,
    ExternalEvents events,
    DataConverter converter,
    ILoggerFactory loggers) : TaskOrchestrationContext
{
    // A status is one property of a table row on Azure, hence the limit.
    const int LongestCustomStatus = 16 * 1024;

    // Azure Storage queues cannot hide a message for long, so longer timers are a chain of shorter ones.
    static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    string? _input;
    DateTime _now;
    bool _replaying;
    int _guids;

    public override TaskName Name => execution.Name;

    public override string InstanceId => execution.InstanceId;

    public override ParentOrchestrationInstance? Parent => execution.Parent;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _replaying;

    public string? CustomStatus { get; private set; }

    /// <summary>Set once the orchestrator asked to begin anew; holds the input of the next execution.</summary>
    public (string? Input, bool Asked) Next { get; private set; }

    protected override ILoggerFactory LoggerFactory => loggers;

    public void Begin(string? input) => _input = input;

    public void StepAt(DateTime now) => _now = now;

    public void Replay(bool replaying) => _replaying = replaying;

    public override T? GetInput<T>()
        where T : default
    {
        RequireOrchestratorThread();
        return converter.Deserialize<T>(_input);
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        RequireOrchestratorThread();
        if (input is TaskOptions && options is null)
            throw new ArgumentException("Task options were given as the activity's input; give them as options.", nameof(input));
        var payload = converter.Serialize(input);
        return ResultOf<TResult>(
            name, options, () => tasks.Begin(new ScheduleActivity(tasks.NextId(), name.Name, payload)));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        RequireOrchestratorThread();
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        var payload = converter.Serialize(input);
        return ResultOf<TResult>(
            orchestratorName,
            options,
            () => tasks.Begin(new CreateSubOrchestration(tasks.NextId(), orchestratorName.Name, id, payload)));
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        RequireOrchestratorThread();
        fireAt = fireAt.ToUniversalTime();
        while (fireAt - _now > LongestTimer && !cancellationToken.IsCancellationRequested)
            await tasks.BeginTimer(new CreateTimer(tasks.NextId(), _now + LongestTimer), cancellationToken);
        await tasks.BeginTimer(new CreateTimer(tasks.NextId(), fireAt), cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        RequireOrchestratorThread();
        return events.WaitFor<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        RequireOrchestratorThread();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        tasks.Do(new SendEvent(tasks.NextId(), instanceId, eventName, converter.Serialize(payload)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        RequireOrchestratorThread();
        var status = converter.Serialize(customStatus);
        if (status is not null && Encoding.Unicode.GetByteCount(status) > LongestCustomStatus)
            throw new ArgumentException(
                $"The custom status is longer than {LongestCustomStatus} bytes of UTF-16 JSON.", nameof(customStatus));
        CustomStatus = status;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        RequireOrchestratorThread();
        Next = (converter.Serialize(newInput), true);
        if (!preserveUnprocessedEvents) return;
        foreach (var (name, payload) in events.TakeKept())
            tasks.Do(new SendEvent(tasks.NextId(), InstanceId, name, payload));
    }

    public override Guid NewGuid()
    {
        RequireOrchestratorThread();
        return DeterministicGuid.Create(InstanceId, _now, _guids++);
    }

    async Task<TResult> ResultOf<TResult>(TaskName name, TaskOptions? options, Func<Task<string?>> call)
    {
        try
        {
            var result = await Retries.RunAsync(this, options?.Retry, call);
            return converter.Deserialize<TResult>(result)!;
        }
        catch (OpenTaskFailedException e)
        {
            throw new TaskFailedException(name, e.Id, e.Failure.ToDetails());
        }
    }

    void RequireOrchestratorThread()
    {
        if (!thread.IsCurrent) throw OrchestratorThread.IllegalAwait();
    }
}
