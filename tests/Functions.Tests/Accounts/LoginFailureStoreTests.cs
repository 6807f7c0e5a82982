using Azure.Data.Tables;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

public sealed class LoginFailureStoreTests(StorageOnly storage) : IClassFixture<StorageOnly>
{
    readonly StandingClock _clock = new();

    [Fact]
    public async Task AttemptsOnSeveralInstancesAreAllCounted()
    {
        var table = await storage.TableAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Guard(table).CountAsync("a@b.example", "192.0.2.1")));
        var store = new LoginFailureStore(table, _clock);
        Assert.Equal(4, (await store.ReadAsync(LoginFailureStore.KeyOf("a@b.example"))).Recent.Count);
        Assert.Equal(4, (await store.ReadAsync(LoginFailureStore.KeyOf("192.0.2.1"))).Recent.Count);
    }

    [Fact]
    public async Task OnePasswordTriedOnManyAccountsIsStopped()
    {
        var guard = Guard(await storage.TableAsync(), new() { LoginFailuresPerAddress = 20 });
        for (var i = 0; i < 20; i++) await guard.CountAsync($"{i}@b.example", "192.0.2.1");
        var refused = await Assert.ThrowsAsync<ProblemException>(() => guard.CheckAsync("20@b.example", "192.0.2.1"));
        Assert.Equal((429, TimeSpan.FromMinutes(15)), (refused.Status, refused.RetryAfter));
        await Assert.ThrowsAsync<ProblemException>(() => guard.CountAsync("20@b.example", "192.0.2.1"));
        await guard.CheckAsync("20@b.example", "192.0.2.2");
    }

    [Fact]
    public async Task ASchoolBehindOneAddressComesIn()
    {
        var guard = Guard(await storage.TableAsync(), new() { LoginFailuresPerAddress = 20 });
        for (var i = 0; i < 60; i++) await guard.TakeBackAsync(await guard.CountAsync($"{i}@b.example", "192.0.2.1"));
        await guard.CheckAsync("60@b.example", "192.0.2.1");
    }

    [Fact]
    public async Task AnOwnAccountDoesNotWipeOutGuessesAtOthers()
    {
        var guard = Guard(await storage.TableAsync(), new() { LoginFailuresPerAddress = 20 });
        for (var i = 0; i < 20; i++)
        {
            await guard.CountAsync($"{i}@b.example", "192.0.2.1");
            if (i < 19) await guard.TakeBackAsync(await guard.CountAsync("own@b.example", "192.0.2.1"));
        }

        await Assert.ThrowsAsync<ProblemException>(() => guard.CheckAsync("own@b.example", "192.0.2.1"));
    }

    [Fact]
    public async Task GuessesFromManyPlacesKeepOnlyStrangersOut()
    {
        var guard = Guard(await storage.TableAsync(), new() { LoginFailuresPerAccount = 20 });
        await guard.TakeBackAsync(await guard.CountAsync("a@b.example", "192.0.2.1"));
        for (var i = 0; i < 20; i++) await guard.CountAsync("a@b.example", $"198.51.100.{i}");
        await Assert.ThrowsAsync<ProblemException>(() => guard.CheckAsync("a@b.example", "198.51.100.99"));
        await guard.CheckAsync("a@b.example", "192.0.2.1");
    }

    [Fact]
    public async Task OldFailuresAreRemovedAndNewOnesAndTrustedAddressesKept()
    {
        var table = await storage.TableAsync();
        var store = new LoginFailureStore(table, _clock);
        var guard = Guard(table);
        await guard.TakeBackAsync(await guard.CountAsync("owner@b.example", "192.0.2.1"));
        await guard.CountAsync("old@b.example", "192.0.2.2");
        await table.AddEntityAsync(new TableEntity("of-an-earlier-build", "attempts") { ["LastFailure"] = _clock.GetUtcNow() });
        _clock.Advance(TimeSpan.FromHours(20));
        await guard.CountAsync("new@b.example", "192.0.2.3");
        _clock.Advance(TimeSpan.FromHours(5));

        await new ForgetLoginFailures(store).RunAsync(null!, CancellationToken.None);

        var left = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>()) left.Add(row.PartitionKey);
        Assert.Equal(
            new[] { "new@b.example", "192.0.2.3", "owner@b.example" }.Select(LoginFailureStore.KeyOf).Order(), left.Order());
    }

    LoginGuard Guard(TableClient table, LimitOptions? limits = null) =>
        new(new LoginFailureStore(table, _clock), limits ?? new(), _clock);
}
