using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Events;

/// <summary>
/// How fast each session may send events: so many a second, and a burst after it was quiet. Counted by this instance alone,
/// which reads nothing for it; a session that is spread over several has as much on each.
/// </summary>
/// <remarks>
/// One number a session, the time at which its allowance is whole again, so that a check is one exchange in memory and
/// <c>Retry-After</c> is exact. The framework's <c>TokenBucketRateLimiter</c> replenished on demand was tried: it gives a
/// session that was idle its burst twice, and rounds the wait down to where the next try fails as well.
/// </remarks>
sealed class SessionRate(LimitOptions limits, TimeProvider clock)
{
    /// <summary>In bytes: some 16,000 sessions in each of two generations, so that those that send now are kept.</summary>
    const int Remembered = 5 * 1024 * 1024;

    /// <summary>In bytes: an id, an allowance and their places in the cache.</summary>
    const int Entry = 160;

    readonly BoundedCache<SessionId, Allowance> _sessions = new(Remembered, static (_, _) => Entry);
    readonly long _each = Math.Max(1, TimeSpan.TicksPerSecond / limits.SessionEventsPerSecond);

    /// <summary>Before a request is read: how long a session that has used up its allowance has to wait; zero if it has not.</summary>
    public TimeSpan WaitOf(SessionId session) =>
        _sessions.TryGet(session, out var allowance) ? new(Math.Max(0, allowance.Used(Now) + _each - Burst)) : TimeSpan.Zero;

    /// <summary>Takes events off a session's allowance, all or none. Gives how long to wait for so many; zero when they are taken.</summary>
    /// <param name="events">Whether they are acceptable or not.</param>
    /// <param name="bytes">Of the whole request.</param>
    public TimeSpan Take(SessionId session, int events, int bytes)
    {
        if (!_sessions.TryGet(session, out var allowance)) _sessions.Set(session, allowance = new());
        var cost = Math.Max(events, (bytes + limits.SessionEventBytes - 1) / limits.SessionEventBytes);
        // What is more than a whole burst could never be sent.
        return new(allowance.Take(Math.Min(cost, limits.SessionEventsBurst) * _each, Burst, Now));
    }

    long Now => clock.GetUtcNow().UtcTicks;

    long Burst => limits.SessionEventsBurst * _each;

    sealed class Allowance
    {
        long _wholeAt;

        /// <summary>What is used up and not replenished yet, in ticks.</summary>
        public long Used(long now) => Math.Max(0, Volatile.Read(ref _wholeAt) - now);

        public long Take(long cost, long burst, long now)
        {
            while (true)
            {
                var wholeAt = Volatile.Read(ref _wholeAt);
                var next = Math.Max(wholeAt, now) + cost;
                if (next - now > burst) return next - now - burst;
                if (Interlocked.CompareExchange(ref _wholeAt, next, wholeAt) == wholeAt) return 0;
            }
        }
    }
}
