using Proctoring.Functions.Accounts;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

public sealed class LoginAttemptTests(StorageOnly storage) : IClassFixture<StorageOnly>
{
    readonly StandingClock _clock = new();

    [Fact]
    public async Task FailuresOfSeveralInstancesAreAllCounted()
    {
        var table = await storage.TableAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new LoginAttemptStore(table, _clock).CountFailureAsync("a@b.example", CancellationToken.None)));
        Assert.Equal(4, (await new LoginAttemptStore(table, _clock).ReadAsync("a@b.example", CancellationToken.None)).Failures.Count);
    }

    [Fact]
    public async Task OldFailuresAreRemovedAndNewOnesKept()
    {
        var table = await storage.TableAsync();
        var attempts = new LoginAttemptStore(table, _clock);
        await attempts.CountFailureAsync("old@b.example", CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(20));
        await attempts.CountFailureAsync("new@b.example", CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(5));

        await new ForgetLoginFailures(attempts, _clock).RunAsync(null!, CancellationToken.None);

        Assert.Empty((await attempts.ReadAsync("old@b.example", CancellationToken.None)).Failures);
        Assert.Single((await attempts.ReadAsync("new@b.example", CancellationToken.None)).Failures);
    }
}
