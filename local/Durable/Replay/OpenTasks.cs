using DurableTask.Core.Exceptions;
using Proctoring.Local.Durable.History;

namespace Proctoring.Local.Durable.Replay;

/// <summary>A task that failed inside the engine, before it is shown to the orchestrator by its public name.</summary>
sealed class OpenTaskFailedException(int id, Failure failure) : Exception(failure.Message)
{
    public int Id { get; } = id;

    public Failure Failure { get; } = failure;
}

/// <summary>
/// Numbers what an orchestrator does, keeps what it waits for, and compares on replay what it does with what its
/// history says it did. A difference means that its code is not deterministic or was changed.
/// </summary>
sealed class OpenTasks
{
    readonly SortedDictionary<int, OrchestratorAction> _pending = [];
    readonly SortedDictionary<int, OrchestratorAction> _heldWhileSuspended = [];
    readonly Dictionary<int, TaskCompletionSource<string?>> _open = [];
    readonly HashSet<int> _timers = [];
    int _nextId;

    public bool Any => _open.Count > 0;

    public IReadOnlyList<OrchestratorAction> Pending => [.. _pending.Values];

    public IReadOnlySet<int> OpenTimers => _timers;

    public int NextId() => _nextId++;

    public void Do(OrchestratorAction action) => _pending.Add(action.Id, action);

    /// <summary>Does something that ends later; the task is completed by the history event of its end.</summary>
    public Task<string?> Begin(OrchestratorAction action)
    {
        Do(action);
        return Open(action.Id).Task;
    }

    public Task BeginTimer(CreateTimer timer, CancellationToken cancellation)
    {
        Do(timer);
        var fired = Open(timer.Id);
        _timers.Add(timer.Id);
        if (cancellation.CanBeCanceled)
            cancellation.Register(() =>
            {
                // The timer stays in the history, but nothing waits for it any more.
                if (fired.TrySetCanceled(cancellation)) Close(timer.Id);
            });
        return fired.Task;
    }

    /// <summary>On replay: the history says that this was done.</summary>
    public void Confirm<T>(int id, string what, Func<T, bool> same)
        where T : OrchestratorAction
    {
        if (!_pending.TryGetValue(id, out var action))
            throw new NonDeterministicOrchestrationException(
                id,
                $"A previous execution of this orchestration scheduled {what} with sequence number {id}, but the current "
                + "replay execution hasn't (yet?) scheduled this task. Was a change made to the orchestrator code after "
                + "this instance had already started running?");
        if (action is not T made || !same(made))
            throw new NonDeterministicOrchestrationException(
                id,
                $"A previous execution of this orchestration scheduled {what} with sequence number {id}, but the current "
                + $"orchestration replay instead produced {Describe(action)} with this sequence number. Was a change made "
                + "to the orchestrator code after this instance had already started running?");
        _pending.Remove(id);
    }

    /// <summary>Completes a task; one that nothing waits for, for instance a cancelled timer, is ignored.</summary>
    public void Complete(int id, string? result)
    {
        if (Close(id) is { } task) task.SetResult(result);
    }

    public void Fail(int id, Failure failure)
    {
        if (Close(id) is { } task) task.SetException(new OpenTaskFailedException(id, failure));
    }

    /// <summary>While suspended, new actions wait.</summary>
    public void Hold()
    {
        foreach (var (id, action) in _pending) _heldWhileSuspended.Add(id, action);
        _pending.Clear();
    }

    public void Release()
    {
        foreach (var (id, action) in _heldWhileSuspended) _pending.Add(id, action);
        _heldWhileSuspended.Clear();
    }

    TaskCompletionSource<string?> Open(int id)
    {
        var task = new TaskCompletionSource<string?>();
        _open.Add(id, task);
        return task;
    }

    TaskCompletionSource<string?>? Close(int id)
    {
        _timers.Remove(id);
        return _open.Remove(id, out var task) ? task : null;
    }

    static string Describe(OrchestratorAction action) => action switch
    {
        ScheduleActivity activity => $"a call of activity '{activity.Name}'",
        CreateTimer => "a timer",
        CreateSubOrchestration sub => $"a call of sub-orchestration '{sub.Name}'",
        SendEvent sent => $"an event '{sent.Name}' to another instance",
        _ => $"a {action.GetType().Name} action",
    };
}
