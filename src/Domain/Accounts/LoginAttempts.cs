namespace Proctoring.Domain.Accounts;

/// <summary>The failed logins of one e-mail address. Five within 15 minutes lock it for 15 minutes.</summary>
public sealed record LoginAttempts(IReadOnlyList<DateTimeOffset> Failures, DateTimeOffset? LockedUntil)
{
    public static LoginAttempts None { get; } = new([], null);

    /// <summary>How long to wait before the next attempt (whole seconds, for Retry-After); null when one may try now.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now) => throw new NotImplementedException();

    public LoginAttempts Failed(DateTimeOffset now) => throw new NotImplementedException();

    public LoginAttempts Succeeded() => None;
}
