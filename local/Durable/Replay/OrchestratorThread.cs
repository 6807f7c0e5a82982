namespace Proctoring.Local.Durable.Replay;

/// <summary>
/// The one logical thread that an orchestrator runs on, as in DurableTask.Core: a continuation that is posted from
/// this thread runs at once and in place; one that is posted from another thread belongs to a task that is not
/// durable, and is never run.
/// </summary>
sealed class OrchestratorThread(Action foreignContinuation) : SynchronizationContext
{
    const int None = -1;

    int _thread = None;

    public bool IsCurrent => Environment.CurrentManagedThreadId == _thread;

    public static InvalidOperationException IllegalAwait() => new(
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an "
        + "orchestrator function's implementation or by middleware that invokes asynchronous code.");

    /// <summary>Runs on this logical thread whatever the action and its continuations do.</summary>
    public void Enter(Action action)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            action();
        }
        finally
        {
            _thread = None;
            SetSynchronizationContext(previous);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent) d(state);
        else foreignContinuation();
    }

    public override void Send(SendOrPostCallback d, object? state) => Post(d, state);

    public override SynchronizationContext CreateCopy() => this;
}
