namespace Proctoring.Local.Host;

/// <summary>
/// The application's time: real time plus what it was moved by. Timers made from it fire when a move takes the
/// clock past their due time, so that tests of deadlines need not wait.
/// </summary>
sealed class MovableClock : TimeProvider
{
    readonly Lock _lock = new();
    readonly HashSet<MovableTimer> _timers = [];
    long _movedTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _movedTicks));

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(Interlocked.Read(ref _movedTicks) * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));

    /// <summary>Moves time forward; timers that fall due on the way fire at once, in the order of their due times.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        MovableTimer[] timers;
        lock (_lock)
        {
            Interlocked.Add(ref _movedTicks, by.Ticks);
            timers = [.. _timers.OrderBy(timer => timer.DueAt)];
        }
        foreach (var timer in timers) timer.Reschedule();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new MovableTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A system timer that is set again whenever the clock moves.</summary>
    sealed class MovableTimer : ITimer
    {
        // The system's timers take at most about 49 days; a later due time is reached in steps.
        static readonly TimeSpan LongestStep = TimeSpan.FromDays(40);

        readonly MovableClock _clock;
        readonly TimerCallback _callback;
        readonly object? _state;
        readonly ITimer _timer;
        readonly Lock _lock = new();
        TimeSpan _period = Timeout.InfiniteTimeSpan;
        bool _disposed;

        public MovableTimer(MovableClock clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _timer = System.CreateTimer(static timer => ((MovableTimer)timer!).Fire(), this,
                Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public DateTimeOffset DueAt { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_lock)
            {
                if (_disposed) return false;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : _clock.GetUtcNow() + dueTime;
                _period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
            }
            lock (_clock._lock)
            {
                if (dueTime == Timeout.InfiniteTimeSpan) _clock._timers.Remove(this);
                else _clock._timers.Add(this);
            }
            Reschedule();
            return true;
        }

        public void Reschedule()
        {
            lock (_lock)
            {
                if (_disposed) return;
                var left = DueAt == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : DueAt - _clock.GetUtcNow();
                if (left < TimeSpan.Zero && left != Timeout.InfiniteTimeSpan) left = TimeSpan.Zero;
                _timer.Change(left > LongestStep ? LongestStep : left, Timeout.InfiniteTimeSpan);
            }
        }

        void Fire()
        {
            lock (_lock)
            {
                if (_disposed || DueAt == DateTimeOffset.MaxValue) return;
                var now = _clock.GetUtcNow();
                if (DueAt > now)
                {
                    Reschedule();
                    return;
                }
                DueAt = _period == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : now + _period;
            }
            if (DueAt == DateTimeOffset.MaxValue)
                lock (_clock._lock)
                    _clock._timers.Remove(this);
            else
                Reschedule();
            _callback(_state);
        }

        public void Dispose()
        {
            lock (_lock) _disposed = true;
            lock (_clock._lock) _clock._timers.Remove(this);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
