using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Accounts;

public sealed class PasswordsTests
{
    [Fact]
    public async Task ANewPasswordWaitsForItsTurnAsALoginDoes()
    {
        using var passwords = new Passwords(new() { PasswordQueue = 1 });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var turns = new List<IDisposable>();
        for (var i = 0; i < Math.Max(1, Environment.ProcessorCount / 2); i++) turns.Add(await passwords.EnterAsync(patience.Token));

        var hashing = passwords.HashAsync("correct horse battery", patience.Token);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => passwords.EnterAsync(patience.Token));

        Assert.Equal((429, TimeSpan.FromSeconds(5)), (refused.Status, refused.RetryAfter));
        Assert.False(hashing.IsCompleted);
        turns.ForEach(turn => turn.Dispose());
        Assert.NotEmpty(await hashing);
    }

    [Fact]
    public async Task OfSeveralAccountsThoseWhosePasswordItIsAreGivenHoweverOldTheirHash()
    {
        using var passwords = new Passwords(new());
        var accounts = new[]
        {
            Account("one", await passwords.HashAsync("right password", default)), Account("two", await passwords.HashAsync("another password", default)),
            // Of a time when fewer rounds were thought enough.
            Account("three", Hash("right password", rounds: 1_000)), Account("four", Hash("Right password", rounds: 1_000)),
        };

        var (fitting, evening) = await passwords.CompareAsync(accounts, "right password");

        Assert.Equal(["one", "three"], fitting.Select(account => account.User.Id.Value));
        // As many as are ever tried: nothing to make up for.
        Assert.Equal(TimeSpan.Zero, evening);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task WithFewerAccountsTheRestOfTheTimeIsWaitedFor(int accounts)
    {
        using var passwords = new Passwords(new());
        var hash = await passwords.HashAsync("right password", default);
        var (fitting, evening) = await passwords.CompareAsync([.. Enumerable.Repeat(Account("one", hash), accounts)], "wrong password");
        Assert.Empty(fitting);
        // That of three comparisons, each of which takes some milliseconds at the least.
        Assert.InRange(evening, TimeSpan.FromMilliseconds(9), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task NobodyIsHeldBackForLong()
    {
        using var passwords = new Passwords(new());
        // Compared with at great length, though it was made in no time: the number of rounds stands in the hash.
        var hash = Convert.FromBase64String(Hash("right password", rounds: 1));
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(5), 1_500_000);
        var (_, evening) = await passwords.CompareAsync([Account("one", Convert.ToBase64String(hash))], "wrong password");
        Assert.Equal(TimeSpan.FromSeconds(1), evening);
    }

    static string Hash(string password, int rounds) =>
        new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = rounds })).HashPassword(null!, password);

    static StoredUser Account(string id, string hash) =>
        new(new(UserId.Parse(id), OrganizationId.Parse("org"), "Ada", "ada@example.org", Role.Admin), hash, []);
}
