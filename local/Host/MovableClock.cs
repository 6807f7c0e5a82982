using System.Globalization;

namespace Proctoring.Local.Host;

/// <summary>
/// The application's time: real time plus what it was moved by. Timers made from it fire when a move takes the
/// clock past their due time, so that tests of deadlines need not wait.
/// </summary>
sealed class MovableClock : TimeProvider
{
    readonly Lock _lock = new();
    readonly HashSet<MovableTimer> _timers = [];
    readonly string? _file;
    long _movedTicks;

    /// <param name="file">Remembers how far the clock was moved, for the next start; null to forget it.</param>
    public MovableClock(string? file = null)
    {
        _file = file;
        if (file is not null && File.Exists(file))
            _ = long.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out _movedTicks);
    }

    /// <summary>How far this clock is ahead of real time.</summary>
    public TimeSpan Moved => TimeSpan.FromTicks(Interlocked.Read(ref _movedTicks));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Moved;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Moved.TotalSeconds * TimestampFrequency);

    /// <summary>Moves time forward. Timers that this makes due fire at once.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_lock)
        {
            var moved = Interlocked.Add(ref _movedTicks, by.Ticks);
            if (_file is not null) File.WriteAllText(_file, moved.ToString(CultureInfo.InvariantCulture));
            foreach (var timer in _timers) timer.Set();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new MovableTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A timer of the system that is set again whenever the clock moves. Guarded by the clock's lock.</summary>
    sealed class MovableTimer : ITimer
    {
        // The system's timers take at most about 49 days; a later due time is reached in steps.
        static readonly TimeSpan LongestStep = TimeSpan.FromDays(40);

        readonly MovableClock _clock;
        readonly TimerCallback _callback;
        readonly object? _state;
        readonly ITimer _timer;
        DateTimeOffset? _due;
        TimeSpan _period;
        bool _disposed;

        public MovableTimer(MovableClock clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _timer = System.CreateTimer(static timer => ((MovableTimer)timer!).Fire(), this,
                Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._lock)
            {
                if (_disposed) return false;
                _period = period;
                SetDue(dueTime == Timeout.InfiniteTimeSpan ? null : _clock.GetUtcNow() + dueTime);
                return true;
            }
        }

        /// <summary>Sets the system's timer to the time that is left.</summary>
        public void Set()
        {
            if (_due is not { } due)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }
            // Rounded up, since the system's timers count whole milliseconds and must not fire early.
            var left = TimeSpan.FromMilliseconds(Math.Ceiling((due - _clock.GetUtcNow()).TotalMilliseconds));
            _timer.Change(left > LongestStep ? LongestStep : left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        void SetDue(DateTimeOffset? due)
        {
            _due = due;
            if (due is null) _clock._timers.Remove(this);
            else _clock._timers.Add(this);
            Set();
        }

        void Fire()
        {
            lock (_clock._lock)
            {
                if (_disposed || _due is not { } due) return;
                var now = _clock.GetUtcNow();
                // A long time is waited for in steps, and the system's timers and its clock do not agree exactly.
                if (due > now)
                {
                    Set();
                    return;
                }
                SetDue(_period > TimeSpan.Zero ? now + _period : null);
            }
            _callback(_state);
        }

        public void Dispose()
        {
            lock (_clock._lock)
            {
                if (_disposed) return;
                _disposed = true;
                _clock._timers.Remove(this);
            }
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
