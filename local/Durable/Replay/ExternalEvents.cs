using Microsoft.DurableTask;

namespace Proctoring.Local.Durable.Replay;

/// <summary>
/// Events raised from outside and those who wait for them, by name without regard to case. An event that nobody waits
/// for is kept. As in durabletask-dotnet since 1.18, an event goes to whoever began to wait last, also when that wait
/// was cancelled meanwhile: then it is lost. So keep one waiting task across a loop instead of cancelling it.
/// </summary>
sealed class ExternalEvents(DataConverter converter)
{
    readonly Dictionary<string, Stack<IWaiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, Queue<string?>> _kept = new(StringComparer.OrdinalIgnoreCase);

    public bool AnybodyWaits => _waiters.Values.Any(stack => stack.Any(waiter => waiter.Waits));

    public Task<T> WaitFor<T>(string name, CancellationToken cancellation)
    {
        if (!_waiters.TryGetValue(name, out var stack)) _waiters[name] = stack = [];
        if (stack.TryPeek(out var other) && other.Type != typeof(T))
            throw new ArgumentException(
                "Events with the same name must have the same type argument. Expected "
                + $"{other.Type.FullName} but was requested {typeof(T).FullName}.");
        var waiter = new Waiter<T>();
        stack.Push(waiter);
        if (_kept.TryGetValue(name, out var queue) && queue.TryDequeue(out var payload)) Raise(name, payload);
        if (cancellation.CanBeCanceled) cancellation.Register(() => waiter.Source.TrySetCanceled(cancellation));
        return waiter.Source.Task;
    }

    public void Raise(string name, string? payload)
    {
        if (_waiters.TryGetValue(name, out var stack) && stack.TryPop(out var waiter))
        {
            waiter.Complete(converter, payload);
            return;
        }
        if (!_kept.TryGetValue(name, out var queue)) _kept[name] = queue = [];
        queue.Enqueue(payload);
    }

    /// <summary>Hands out all events that nobody waited for.</summary>
    public IEnumerable<(string Name, string? Payload)> TakeKept()
    {
        var kept = _kept.SelectMany(pair => pair.Value.Select(payload => (pair.Key, payload))).ToList();
        _kept.Clear();
        return kept;
    }

    interface IWaiter
    {
        Type Type { get; }

        bool Waits { get; }

        void Complete(DataConverter converter, string? payload);
    }

    sealed class Waiter<T> : IWaiter
    {
        public TaskCompletionSource<T> Source { get; } = new();

        public Type Type => typeof(T);

        public bool Waits => !Source.Task.IsCompleted;

        public void Complete(DataConverter converter, string? payload)
        {
            // A payload that does not fit its waiter would otherwise end the whole step.
            try
            {
                Source.TrySetResult(converter.Deserialize<T>(payload)!);
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or NotSupportedException)
            {
                Source.TrySetException(e);
            }
        }
    }
}
