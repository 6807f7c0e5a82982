using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

/// <summary>Neither time nor storage tells who fails to log in how many accounts an address has.</summary>
[Collection(nameof(StorageFixture))]
public sealed class HeldBackLoginTests(StorageFixture storage)
{
    [Fact]
    public async Task AFailureWithOneAccountTakesAsLongAsWithFour()
    {
        var clock = new StandingClock();
        var table = await storage.CreateTableAsync();
        var users = new UserStore(table, new(table), new(table, clock));
        var account = new StoredUser(new(UserId.Parse("u"), OrganizationId.Parse("o"), "Ada", "ada@example.org", Role.Admin), SlowHash(), []);
        await users.AddAsync(new Organization(account.User.OrganizationId, "Example", "example", clock.GetUtcNow()), account, default);
        using var passwords = new Passwords(new());
        var guard = new LoginGuard(new(await storage.CreateTableAsync(), clock), new() { LoginFailures = 1_000, LoginFailuresPerAccount = 1_000 }, clock);
        var logIn = new LogIn(users, guard, passwords, tokens: null!);

        // What else the machine does only makes single ones longer, so that the shortest tell sooner or later.
        var (comparison, login) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < 4 || (i < 40 && login < 2.5 * comparison); i++)
        {
            comparison = Shorter(comparison, await TimeAsync(() => passwords.CompareAsync([account], "wrong password")));
            login = Shorter(login, await TimeAsync(() => Assert.ThrowsAsync<ProblemException>(() => logIn.RunAsync(Request(), default))));
        }

        Assert.True(login >= 2.5 * comparison, $"comparison {comparison}, login {login}");

        static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("example")]
    [InlineData("o")]
    public async Task WhoLooksForNobodyAsksStorageAsOftenAsWhoFindsSomebody(string? organization)
    {
        var clock = new StandingClock();
        var table = await storage.CreateTableAsync((connection, name) => new CountingTable(connection, name));
        var users = new UserStore(table, new(table), new(table, clock));
        var account = new StoredUser(new(UserId.Parse("u"), OrganizationId.Parse("o"), "Ada", "ada@example.org", Role.Admin), "hash", []);
        await users.AddAsync(new Organization(account.User.OrganizationId, "Example", "example", clock.GetUtcNow()), account, default);

        table.Questions = 0;
        Assert.Single(await users.FindByEmailAsync("ada@example.org", organization, default));
        var ofSomebody = table.Questions;
        table.Questions = 0;
        Assert.Empty(await users.FindByEmailAsync("nobody@example.org", organization, default));
        Assert.Equal(ofSomebody, table.Questions);
    }

    sealed class CountingTable(string connectionString, string name) : TableClient(connectionString, name)
    {
        int _questions;

        public int Questions { get => _questions; set => _questions = value; }

        public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
            string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _questions);
            return base.GetEntityIfExistsAsync<T>(partitionKey, rowKey, select, cancellationToken);
        }
    }

    static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed;
    }

    /// <summary>Of no password, and compared with for a tenth of a second: the number of rounds stands in the hash.</summary>
    static string SlowHash()
    {
        var hash = Convert.FromBase64String(new PasswordHasher<User>().HashPassword(null!, "right password"));
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(5), 150_000);
        return Convert.ToBase64String(hash);
    }

    static HttpRequest Request()
    {
        var services = new ServiceCollection().AddSingleton(new RateLimits(new())).BuildServiceProvider();
        return new DefaultHttpContext
        {
            RequestServices = services,
            Connection = { RemoteIpAddress = IPAddress.Loopback },
            Request = { Body = new MemoryStream("""{"email":"ada@example.org","password":"wrong password"}"""u8.ToArray()) },
        }.Request;
    }
}
