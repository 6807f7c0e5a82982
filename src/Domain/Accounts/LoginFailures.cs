namespace Proctoring.Domain.Accounts;

/// <summary>A login that failed, or that is being tried.</summary>
/// <param name="Of">The other half: of an e-mail address the network address that it came from, and the other way round.</param>
public sealed record LoginFailure(DateTimeOffset At, string Of);

/// <summary>The failed logins of late with one e-mail address, whether or not anybody has it, or from one network address.</summary>
/// <param name="Recent">Oldest first.</param>
/// <param name="Trusted">Of an e-mail address: the network addresses of which its owner came in last, newest first.</param>
public sealed record LoginFailures(IReadOnlyList<LoginFailure> Recent, IReadOnlyList<string> Trusted)
{
    public const int MostTrusted = 8;

    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public static LoginFailures None { get; } = new([], []);

    /// <summary>How long to wait before the next attempt, in whole seconds as Retry-After wants them; null when one may try now.</summary>
    /// <param name="most">Failures allowed within <see cref="Window"/>.</param>
    /// <param name="of">Count only those of this other half; null: all.</param>
    public TimeSpan? RetryAfter(DateTimeOffset now, int most, string? of = null)
    {
        var counted = Recent.Where(failure => failure.At > now - Window && (of is null || failure.Of == of)).ToList();
        return counted.Count < most ? null : TimeSpan.FromSeconds(Math.Ceiling((counted[^most].At + Window - now).TotalSeconds));
    }

    /// <summary>With one more, which counts before anybody knows whether it fails.</summary>
    public LoginFailures With(LoginFailure failure) =>
        this with { Recent = [.. Recent.Where(earlier => earlier.At > failure.At - Window), failure] };

    /// <summary>Without one that did not fail.</summary>
    public LoginFailures Without(LoginFailure failure)
    {
        var recent = Recent.ToList();
        recent.Remove(failure);
        return this with { Recent = recent };
    }

    /// <summary>The owner came in from this address: its earlier failures there were slips, and it is trusted from now on.</summary>
    public LoginFailures Succeeded(string from) => new(
        [.. Recent.Where(failure => failure.Of != from)],
        [from, .. Trusted.Where(other => other != from).Take(MostTrusted - 1)]);
}
