using System.Net;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

public sealed class LoginFailureStoreTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    readonly StandingClock _clock = new();

    [Fact]
    public async Task AttemptsOnSeveralInstancesAreAllCounted()
    {
        var table = await storage.CreateTableAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Guard(table).CountAsync("a@b.example", "192.0.2.1")));
        var store = new LoginFailureStore(table, _clock);
        Assert.Equal(4, (await store.ReadAsync(LoginFailureStore.KeyOf("a@b.example"))).Recent.Count);
        Assert.Equal(4, (await store.ReadAsync(LoginFailureStore.KeyOf("192.0.2.1"))).Recent.Count);
    }

    [Fact]
    public async Task OnePasswordTriedOnManyAccountsIsStopped()
    {
        var guard = Guard(await storage.CreateTableAsync(), new() { LoginFailuresPerAddress = 20 });
        for (var i = 0; i < 20; i++) await guard.CountAsync($"{i}@b.example", "192.0.2.1");
        var refused = await Assert.ThrowsAsync<ProblemException>(() => guard.CheckAsync("20@b.example", "192.0.2.1"));
        Assert.Equal((429, TimeSpan.FromMinutes(15)), (refused.Status, refused.RetryAfter));
        await Assert.ThrowsAsync<ProblemException>(() => guard.CountAsync("20@b.example", "192.0.2.1"));
        await guard.CheckAsync("20@b.example", "192.0.2.2");
    }

    [Fact]
    public async Task ASchoolBehindOneAddressComesIn()
    {
        var guard = Guard(await storage.CreateTableAsync(), new() { LoginFailuresPerAddress = 20 });
        for (var i = 0; i < 60; i++) await guard.TakeBackAsync(await guard.CountAsync($"{i}@b.example", "192.0.2.1"));
        await guard.CheckAsync("60@b.example", "192.0.2.1");
    }

    [Fact]
    public async Task AnOwnAccountDoesNotWipeOutGuessesAtOthers()
    {
        var guard = Guard(await storage.CreateTableAsync(), new() { LoginFailuresPerAddress = 20 });
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
        var guard = Guard(await storage.CreateTableAsync(), new() { LoginFailuresPerAccount = 20 });
        await guard.TakeBackAsync(await guard.CountAsync("a@b.example", "192.0.2.1"));
        for (var i = 0; i < 20; i++) await guard.CountAsync("a@b.example", $"198.51.100.{i}");
        await Assert.ThrowsAsync<ProblemException>(() => guard.CheckAsync("a@b.example", "198.51.100.99"));
        await guard.CheckAsync("a@b.example", "192.0.2.1");
    }

    [Fact]
    public async Task OldFailuresAreRemovedAndNewOnesAndTrustedAddressesKept()
    {
        var table = await storage.CreateTableAsync();
        var store = new LoginFailureStore(table, _clock);
        var guard = Guard(table);
        await guard.TakeBackAsync(await guard.CountAsync("owner@b.example", "192.0.2.1"));
        await guard.CountAsync("old@b.example", "192.0.2.2");
        await table.AddEntityAsync(new TableEntity("of-an-earlier-build", "attempts") { ["LastFailure"] = _clock.GetUtcNow() });
        // What nothing is kept of is not kept either: the address that the owner came from.
        Assert.Equal(["of-an-earlier-build", .. Keys("192.0.2.2", "old@b.example", "owner@b.example")], await LeftAsync());
        _clock.Advance(TimeSpan.FromHours(20));
        await guard.CountAsync("new@b.example", "192.0.2.3");
        await table.AddEntityAsync(new TableEntity("of-an-earlier-build-too", "attempts") { ["LastFailure"] = _clock.GetUtcNow() });
        _clock.Advance(TimeSpan.FromHours(5));

        await new ForgetLoginFailures(store).RunAsync(null!, CancellationToken.None);
        Assert.Equal(["of-an-earlier-build-too", .. Keys("new@b.example", "192.0.2.3", "owner@b.example")], await LeftAsync());

        _clock.Advance(TimeSpan.FromDays(28));
        await store.ForgetOldAsync(CancellationToken.None);
        Assert.Equal(Keys("owner@b.example"), await LeftAsync());
        _clock.Advance(TimeSpan.FromDays(1));
        await store.ForgetOldAsync(CancellationToken.None);
        Assert.Empty(await LeftAsync());

        async Task<IEnumerable<string>> LeftAsync() =>
            (await table.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.PartitionKey).OrderDescending(StringComparer.Ordinal);

        static IEnumerable<string> Keys(params string[] addresses) => addresses.Select(LoginFailureStore.KeyOf).OrderDescending(StringComparer.Ordinal);
    }

    [Fact]
    public async Task AFailureOfJustNowIsNotForgottenWithTheOldOnes()
    {
        var table = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        var guard = Guard(table);
        await guard.CountAsync("a@b.example", "192.0.2.1");
        _clock.Advance(TimeSpan.FromDays(2));
        var isFirst = true;
        table.BeforeDelete = async _ =>
        {
            if (isFirst) await guard.CountAsync("a@b.example", "192.0.2.1");
            isFirst = false;
        };

        await new LoginFailureStore(table, _clock).ForgetOldAsync(CancellationToken.None);

        Assert.Single((await new LoginFailureStore(table, _clock).ReadAsync(LoginFailureStore.KeyOf("a@b.example"))).Recent);
    }

    [Fact]
    public async Task WhatIsForgottenBetweenReadingAndWritingIsBegunAnew()
    {
        var table = await storage.CreateTableAsync();
        var store = new LoginFailureStore(table, _clock);
        await store.ChangeAsync("key", before => before.With(new(_clock.GetUtcNow(), "one")));
        var isFirst = true;

        await store.ChangeAsync("key", before =>
        {
            if (isFirst) Forget(table);
            isFirst = false;
            return before.With(new(_clock.GetUtcNow(), "two"));
        });

        Assert.Equal("two", Assert.Single((await store.ReadAsync("key")).Recent).Of);
    }

    [Fact]
    public async Task WhoIsRefusedAnywayIsRefusedBeforeAnythingElseIsDone()
    {
        var guard = Guard(await storage.CreateTableAsync(), new() { LoginFailures = 1 });
        await guard.CountAsync("a@b.example", "192.0.2.1");
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddSingleton(new RateLimits(new())).BuildServiceProvider() };
        http.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        http.Request.Body = new MemoryStream("""{"email":"a@b.example","password":"x"}"""u8.ToArray());

        var refused = await Assert.ThrowsAsync<ProblemException>(
            () => new LogIn(users: null!, guard, passwords: null!, tokens: null!).RunAsync(http.Request, CancellationToken.None));

        Assert.Equal(429, refused.Status);
    }

    static void Forget(TableClient table) => table.DeleteEntityAsync("key", "failures").GetAwaiter().GetResult();

    LoginGuard Guard(TableClient table, LimitOptions? limits = null) =>
        new(new LoginFailureStore(table, _clock), limits ?? new(), _clock);
}
