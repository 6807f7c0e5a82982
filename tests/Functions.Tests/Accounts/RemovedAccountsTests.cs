using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

/// <summary>What each step of a deletion takes away, and what it leaves to others.</summary>
[Collection(nameof(StorageFixture))]
public sealed class RemovedAccountsTests(StorageFixture storage) : IAsyncLifetime
{
    const string Email = "ada@example.org";
    static readonly OrganizationId Doomed = OrganizationId.Parse("org1");
    static readonly OrganizationId Kept = OrganizationId.Parse("org2");

    readonly StandingClock _clock = new();
    TableWithLosses _table = null!;
    EmailIndex _emails = null!;
    OrganizationNames _names = null!;
    UserStore _users = null!;

    public async Task InitializeAsync()
    {
        _table = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        (_emails, _names) = (new(_table), new(_table, _clock));
        _users = new(_table, _emails, _names);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task AClosedOrganizationsShortNameIsFreeAndNobodyIsAddedToIt()
    {
        Assert.NotNull(await AddAsync(Doomed, "example"));
        await _users.CloseAsync(Doomed, default);
        Assert.Null(await _names.FindAsync("example", default));
        Assert.Null(await _users.FindOrganizationAsync(Doomed, default));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => _users.AddAsync(User(Doomed, "eve@example.org"), default));
        Assert.Equal(401, refused.Status);
        // The step may run twice; by then another may have the name.
        Assert.NotNull(await AddAsync(Kept, "example"));
        await _users.CloseAsync(Doomed, default);
        Assert.Equal(Kept, await _names.FindAsync("example", default));
    }

    [Fact]
    public async Task AClosingThatIsCutShortHasFreedTheNameFirst()
    {
        await AddAsync(Doomed, "example");
        _table.BeforeDelete = partition => partition == Doomed.Value ? throw new IOException("cut short") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => _users.CloseAsync(Doomed, default));
        Assert.Null(await _names.FindAsync("example", default));
        Assert.NotNull(await _users.FindOrganizationAsync(Doomed, default));
    }

    [Fact]
    public async Task AShortNameThatAnotherOrganizationHasByNowIsNotFreed()
    {
        await AddAsync(Doomed, "example");
        await _table.UpsertEntityAsync(
            new TableEntity("name:example", "name") { ["OrganizationId"] = Kept.Value, ["ReservedAt"] = _clock.GetUtcNow() }, TableUpdateMode.Replace);
        await _users.CloseAsync(Doomed, default);
        Assert.Equal(Kept, await _names.FindAsync("example", default));
    }

    [Fact]
    public async Task UsersGoWithTheirAddressesAndNobodyElsesDo()
    {
        await AddAsync(Doomed, "example");
        await AddAsync(Kept, "other");
        await AddOldAsync(Doomed, "old@example.org");
        await AddOldAsync(Kept, "elsewhere@example.org");
        await _emails.AddAsync("elsewhere@example.org", Doomed, default);
        await _users.AddAsync(User(Doomed, "elsewhere@example.org"), default);

        Assert.True(await _users.RemoveSomeAsync(Doomed, 10, default));
        Assert.False(await _users.RemoveSomeAsync(Doomed, 10, default));

        string[] left =
        [
            $"{EmailIndex.KeyOf(Email)} {Kept}", $"{EmailIndex.KeyOf("elsewhere@example.org")} owner", "name:example name", "name:other name",
            $"{Doomed} organization", $"{Kept} organization", $"{Kept} {EmailIndex.KeyOf(Email)}", $"{Kept} user:{Kept}-ada", $"{Kept} user:{Kept}-elsewhere",
        ];
        Assert.Equal(left.Order(StringComparer.Ordinal), await RowsAsync());
    }

    [Fact]
    public async Task ARemovalThatIsCutShortFindsTheAddressAgain()
    {
        await AddAsync(Doomed, "example");
        _table.BeforeDelete = partition => partition == Doomed.Value ? throw new IOException("cut short") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => _users.RemoveSomeAsync(Doomed, 10, default));
        Assert.Empty(await _emails.FindAsync(Email, 4, default));
        Assert.Single((await _users.ListAsync(Doomed, null, new(10, null), default)).Items);
    }

    [Fact]
    public async Task UsersAreRemovedSomeAtATime()
    {
        await AddAsync(Doomed, "example");
        for (var i = 0; i < 4; i++) await _users.AddAsync(User(Doomed, $"{i}@example.org"), default);
        Assert.True(await _users.RemoveSomeAsync(Doomed, 2, default));
        Assert.InRange((await _users.ListAsync(Doomed, null, new(10, null), default)).Items.Count, 2, 3);
    }

    [Fact]
    public async Task WhateverIsLeftAnywhereIsRemovedAndCounted()
    {
        await AddAsync(Doomed, "example");
        await AddAsync(Kept, "other");
        await _emails.AddAsync("left@example.org", Doomed, default);
        // The organisation, its user and the user's address; the name and two hints.
        Assert.Equal(6, await _users.RemoveAsync(Doomed, default));
        Assert.Equal(0, await _users.RemoveAsync(Doomed, default));
        Assert.DoesNotContain(await RowsAsync(), row => row.Contains(Doomed.Value, StringComparison.Ordinal) || row.Contains("example name", StringComparison.Ordinal));
        Assert.NotNull(await _users.FindOrganizationAsync(Kept, default));
        Assert.Single(await _users.FindByEmailAsync(Email, null, default));
    }

    [Theory]
    [InlineData("accounts")]
    [InlineData("exams")]
    [InlineData("index")]
    [InlineData("deadletters")]
    [InlineData("reports")]
    [InlineData("keys")]
    public async Task TheLastStepLooksEverywhere(string where)
    {
        var (exams, index, letters, keys) = (await TableAsync(), await TableAsync(), await TableAsync(), await TableAsync());
        var files = await storage.CreateContainerAsync();
        var metrics = Measured.Nowhere();
        var step = new RemoveOrganization(
            _users, new(exams), new(index, _clock), new(await TableAsync(), files, links: null!),
            new(letters, metrics, NullLogger<DeadLetters>.Instance), new(keys, _clock));
        Assert.False(await step.RunAsync(Doomed, default));

        foreach (var organization in new[] { Doomed, Kept })
            switch (where)
            {
                case "accounts": await _emails.AddAsync(Email, organization, default); break;
                case "exams": await exams.AddEntityAsync(new TableEntity(organization.Value, "exam:1")); break;
                case "index": await index.AddEntityAsync(new TableEntity(IndexRow.ByCandidate(organization, UserId.Parse("u")), "1")); break;
                case "deadletters": await letters.AddEntityAsync(new TableEntity(organization.Value, "1")); break;
                case "reports": await files.GetBlobClient($"{organization}/s/r.csv").UploadAsync(BinaryData.FromString("x")); break;
                default: await keys.AddEntityAsync(new TableEntity(organization.Value, "u:1")); break;
            }

        Assert.True(await step.RunAsync(Doomed, default));
        Assert.False(await step.RunAsync(Doomed, default));
        Assert.True(await step.RunAsync(Kept, default));
    }

    async Task<TableClient> TableAsync() => await storage.CreateTableAsync();

    Task<Organization?> AddAsync(OrganizationId id, string shortName) =>
        _users.AddAsync(new Organization(id, "Example", shortName, _clock.GetUtcNow()), User(id, Email), default);

    /// <summary>As a user was stored before addresses had rows beside their users.</summary>
    async Task AddOldAsync(OrganizationId organization, string email)
    {
        var user = User(organization, email);
        await _table.AddEntityAsync(user.ToRow());
        await _table.AddEntityAsync(new TableEntity(EmailIndex.KeyOf(email), "owner") { ["OrganizationId"] = organization.Value, ["UserId"] = user.User.Id.Value });
    }

    async Task<IEnumerable<string>> RowsAsync() =>
        (await _table.QueryAsync<TableEntity>().ToListAsync()).Select(row => $"{row.PartitionKey} {row.RowKey}").Order(StringComparer.Ordinal);

    static StoredUser User(OrganizationId organization, string email) =>
        new(new(UserId.Parse($"{organization}-{email[..email.IndexOf('@')]}"), organization, "Ada", email, Role.Admin), "hash", []);
}
