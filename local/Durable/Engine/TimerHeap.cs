namespace Proctoring.Local.Durable.Engine;

/// <summary>A timer of an execution, or (id <see cref="Start"/>) the execution's own postponed start.</summary>
readonly record struct DueTimer(string InstanceId, string ExecutionId, int Id)
{
    public const int Start = -1;
}

/// <summary>All timers of the hub behind a single system timer: an idle instance costs an entry in a heap.</summary>
sealed class TimerHeap : IDisposable
{
    const int SmallestCleanUp = 1024;

    readonly PriorityQueue<DueTimer, (DateTime At, long Order)> _heap = new();
    readonly Lock _lock = new();
    readonly TimeProvider _clock;
    readonly Action<DueTimer> _fire;
    readonly Func<DueTimer, bool> _isOpen;
    readonly ITimer _alarm;
    long _order;
    int _cleanUpAt = SmallestCleanUp;
    bool _disposed;

    /// <param name="clock">Whose time counts; when it is moved, what fell due fires.</param>
    /// <param name="fire">Called outside of all locks.</param>
    /// <param name="isOpen">Says whether somebody still waits for a timer; others are dropped now and then.</param>
    public TimerHeap(TimeProvider clock, Action<DueTimer> fire, Func<DueTimer, bool> isOpen)
    {
        (_clock, _fire, _isOpen) = (clock, fire, isOpen);
        _alarm = clock.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_lock) return _heap.Count;
        }
    }

    /// <summary>Not to be called under the hub state's lock.</summary>
    public void Add(DueTimer timer, DateTime at)
    {
        lock (_lock)
        {
            if (_disposed) return;
            if (_heap.Count >= _cleanUpAt) CleanUp();
            _heap.Enqueue(timer, (at, _order++));
            if (_heap.TryPeek(out _, out var first) && first.At == at) SetAlarm(at);
        }
    }

    public void Dispose()
    {
        lock (_lock) _disposed = true;
        _alarm.Dispose();
    }

    void Ring()
    {
        while (TakeDue() is { } due) _fire(due);
    }

    DueTimer? TakeDue()
    {
        lock (_lock)
        {
            if (_disposed || !_heap.TryPeek(out var timer, out var first)) return null;
            if (first.At > _clock.GetUtcNow().UtcDateTime)
            {
                SetAlarm(first.At);
                return null;
            }
            _heap.Dequeue();
            return timer;
        }
    }

    void SetAlarm(DateTime at)
    {
        var wait = at - _clock.GetUtcNow().UtcDateTime;
        // Rounded up, because a timer that rings a fraction of a millisecond early would have to ring again.
        wait = TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, TimeSpan.MillisecondsPerDay));
        _alarm.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Drops cancelled timers; rare enough to cost nothing on average.</summary>
    void CleanUp()
    {
        var open = _heap.UnorderedItems.Where(entry => _isOpen(entry.Element)).ToList();
        _heap.Clear();
        _heap.EnqueueRange(open);
        _cleanUpAt = Math.Max(SmallestCleanUp, 2 * _heap.Count);
    }
}
