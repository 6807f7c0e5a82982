namespace Proctoring.Domain.Accounts;

/// <summary>The failed logins of one e-mail address. Five within 15 minutes lock it for 15 minutes.</summary>
/// <param name="Failures">Times of the failures that still count, oldest first; at most four.</param>
public sealed record LoginAttempts(IReadOnlyList<DateTimeOffset> Failures, DateTimeOffset? LockedUntil)
{
    public const int MaxFailures = 5;

    /// <summary>How long a failure counts, and how long a lock lasts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public static LoginAttempts None { get; } = new([], null);

    /// <summary>How long to wait before the next attempt, in whole seconds as Retry-After wants them; null when one may try now.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now) =>
        LockedUntil > now ? TimeSpan.FromSeconds(Math.Ceiling((LockedUntil.Value - now).TotalSeconds)) : null;

    /// <summary>After a wrong password. An attempt while locked is not even checked and changes nothing.</summary>
    public LoginAttempts Failed(DateTimeOffset now)
    {
        if (LockedUntil > now)
            return this;
        DateTimeOffset[] recent = [.. Failures.Where(at => at > now - Window), now];
        return recent.Length >= MaxFailures ? new([], now + Window) : new(recent, null);
    }
}
