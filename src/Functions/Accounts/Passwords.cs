using System.Diagnostics;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// ASP.NET Core Identity's password hasher, in a lane of its own. A hash is meant to cost much processor time: on half of
/// the cores, on threads of their own, so that a crowd that logs in leaves the other half and the pool's threads to everybody else.
/// </summary>
sealed class Passwords : IDisposable
{
    static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(5);

    /// <summary>What a failed login may be held back for, lest many of them are kept in memory for long.</summary>
    static readonly TimeSpan LongestEvening = TimeSpan.FromSeconds(1);

    readonly PasswordHasher<User> _hasher = new();
    readonly ConcurrencyLimiter _lane;

    // What a password is compared with when nobody has the e-mail address, so that this takes as long. Made at once: a
    // later first use would show in the time taken.
    readonly string _nobodys;

    public Passwords(LimitOptions limits)
    {
        _lane = new(new()
        {
            PermitLimit = Math.Max(1, Environment.ProcessorCount / 2),
            QueueLimit = limits.PasswordQueue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _nobodys = _hasher.HashPassword(null!, Guid.NewGuid().ToString());
    }

    /// <summary>Waits for a turn; 429 when too many wait already.</summary>
    /// <param name="cancellation">Leaves the queue.</param>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        var turn = await _lane.AcquireAsync(1, cancellation);
        if (turn.IsAcquired) return turn;
        turn.Dispose();
        throw Problem.TooMany(WhenFull, "Too many people log in at this moment. Try again shortly.");
    }

    /// <summary>The hash to store of a new password.</summary>
    public async Task<string> HashAsync(string password, CancellationToken cancellation)
    {
        using var turn = await EnterAsync(cancellation);
        return await ComputeAsync(() => _hasher.HashPassword(null!, password));
    }

    /// <summary>
    /// Those of the accounts whose password it is, and what has to be waited for until the number of accounts does not show in the time
    /// that a failure takes: as long as a comparison with <see cref="UserStore.MostAccounts"/> would have.
    /// </summary>
    /// <remarks>To be called in a turn. Without an account one password, nobody's, is compared all the same.</remarks>
    public async Task<(IReadOnlyList<StoredUser> Fitting, TimeSpan Evening)> CompareAsync(IReadOnlyList<StoredUser> accounts, string password)
    {
        var begin = Stopwatch.GetTimestamp();
        var fitting = await ComputeAsync(() =>
        {
            if (accounts.Count == 0) IsRight(_nobodys, password);
            return accounts.Where(account => IsRight(account.PasswordHash, password)).ToList();
        });
        var compared = Math.Max(1, accounts.Count);
        var evening = Stopwatch.GetElapsedTime(begin) / compared * (UserStore.MostAccounts - compared);
        return (fitting, evening < LongestEvening ? evening : LongestEvening);
    }

    public void Dispose() => _lane.Dispose();

    bool IsRight(string hash, string password) =>
        _hasher.VerifyHashedPassword(null!, hash, password) != PasswordVerificationResult.Failed;

    static Task<T> ComputeAsync<T>(Func<T> compute) =>
        Task.Factory.StartNew(compute, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
