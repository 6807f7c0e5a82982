using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Keeps passwords from being guessed without locking anybody out: failures count by e-mail and network address together, so
/// that guesses from elsewhere do not concern the owner; by network address, against one password tried on many accounts; and by e-mail address,
/// against guesses from many places. The last alone can keep an owner out, and only where it has not been of late.
/// </summary>
sealed class LoginGuard(LoginFailureStore failures, LimitOptions limits, TimeProvider time)
{
    /// <summary>Refuses, before anything is done, what would be refused anyway.</summary>
    public async Task CheckAsync(string email, string address)
    {
        var (account, source) = (LoginFailureStore.KeyOf(email), LoginFailureStore.KeyOf(address));
        var (ofAccount, ofSource) = (failures.ReadAsync(account), failures.ReadAsync(source));
        RequireAccount(await ofAccount, source);
        RequireSource(await ofSource);
    }

    /// <summary>
    /// Counts an attempt as failed, before it is made: attempts at the same moment, on however many instances, are all counted, and going away does not
    /// uncount one.
    /// </summary>
    public async Task<LoginAttempt> CountAsync(string email, string address)
    {
        var attempt = new LoginAttempt(LoginFailureStore.KeyOf(email), LoginFailureStore.KeyOf(address), time.GetUtcNow());
        await failures.ChangeAsync(attempt.Account, before =>
        {
            RequireAccount(before, attempt.Source);
            return before.With(attempt.OfAccount);
        });
        await failures.ChangeAsync(attempt.Source, before =>
        {
            RequireSource(before);
            return before.With(attempt.OfSource);
        });
        return attempt;
    }

    /// <summary>The attempt succeeded. That the address's other failures stay keeps an own account from wiping out a series of guesses.</summary>
    public Task TakeBackAsync(LoginAttempt attempt) => Task.WhenAll(
        failures.ChangeAsync(attempt.Account, before => before.Succeeded(attempt.Source)),
        failures.ChangeAsync(attempt.Source, before => before.Without(attempt.OfSource)));

    void RequireAccount(LoginFailures account, string source)
    {
        Require(account.RetryAfter(time.GetUtcNow(), limits.LoginFailures, source));
        if (!account.Trusted.Contains(source)) Require(account.RetryAfter(time.GetUtcNow(), limits.LoginFailuresPerAccount));
    }

    void RequireSource(LoginFailures source) => Require(source.RetryAfter(time.GetUtcNow(), limits.LoginFailuresPerAddress));

    static void Require(TimeSpan? wait)
    {
        if (wait is { } time) throw Problem.TooMany(time, "Too many failed logins. Wait before you try again.");
    }
}

/// <summary>An attempt to log in, as it is counted.</summary>
/// <param name="Account">Key of the e-mail address.</param>
/// <param name="Source">Key of the network address.</param>
sealed record LoginAttempt(string Account, string Source, DateTimeOffset At)
{
    public LoginFailure OfAccount { get; } = new(At, Source);

    public LoginFailure OfSource { get; } = new(At, Account);
}
