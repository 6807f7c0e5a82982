using Azure.Data.Tables;
using Microsoft.AspNetCore.DataProtection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

/// <summary>The process died between two writes, or an earlier build wrote the rows.</summary>
public sealed class UnfinishedAccountTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    const string Email = "ada@example.org";

    readonly StandingClock _clock = new();
    TableClient _table = null!;
    EmailIndex _emails = null!;
    OrganizationNames _names = null!;
    UserStore _users = null!;

    [Fact]
    public async Task AnIndexedAddressWithoutAUserIsNobodysAndBlocksNobody()
    {
        await MakeAsync();
        await _emails.AddAsync(Email, OrganizationId.Parse("org1"), CancellationToken.None);
        Assert.Empty(await FindAsync());
        await AddRowAsync("org1");
        Assert.NotNull(await _users.AddAsync(User("org1"), CancellationToken.None));
        Assert.Single(await FindAsync());
    }

    [Fact]
    public async Task OfSeveralWhoAddTheSameAddressOneSucceeds()
    {
        await MakeAsync();
        await AddRowAsync("org1");
        var added = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _users.AddAsync(User("org1"), CancellationToken.None)));
        var first = Assert.Single(added, user => user is not null);
        var users = await _users.ListAsync(OrganizationId.Parse("org1"), null, new PageRequest(200, null), CancellationToken.None);
        Assert.Equal(first!.Id, Assert.Single(users.Items).Id);
        Assert.Equal(first.Id, Assert.Single(await FindAsync()).User.Id);
    }

    [Fact]
    public async Task OfTwoWhoChangeAUsersLoginsAtTheSameMomentNeitherUndoesTheOther()
    {
        await MakeAsync();
        await AddRowAsync("org1");
        var user = (await _users.AddAsync(User("org1"), CancellationToken.None))!;
        using var both = new Barrier(2);

        await Task.WhenAll(BeginAsync("one"), BeginAsync("other"));

        var stored = await _users.FindStoredAsync(user.OrganizationId, user.Id, CancellationToken.None);
        Assert.Equal(["one", "other"], stored!.Logins.Select(login => login.Id).Order());

        Task BeginAsync(string id)
        {
            var isFirst = true;
            return _users.ChangeLoginsAsync(user.OrganizationId, user.Id, read =>
            {
                // Neither writes before both have read.
                if (isFirst) Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(60)));
                isFirst = false;
                return read.Logins.With(Login.Begin(id, "secret", read.Grounds, _clock.GetUtcNow()), _clock.GetUtcNow());
            });
        }
    }

    [Fact]
    public async Task AShortNameWithoutAnOrganizationIsFreeAgainLater()
    {
        await MakeAsync();
        Assert.True(await _names.TryReserveAsync("example", OrganizationId.Parse("org1"), (_, _) => Task.FromResult(false), CancellationToken.None));
        Assert.Null(await AddOrganizationAsync("org2", "example"));
        Assert.Equal("example-2", (await AddOrganizationAsync("org3", ""))?.ShortName);
        _clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Null(await AddOrganizationAsync("org2", "example"));
        _clock.Advance(TimeSpan.FromMinutes(0.1));
        Assert.Equal("example", (await AddOrganizationAsync("org4", "example"))?.ShortName);
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.Null(await AddOrganizationAsync("org5", "example"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OfTwoWhoTakeOverAShortNameOneGetsIt(bool released)
    {
        await MakeAsync();
        await ReserveAsync("org1", () => Task.FromResult(false));
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.False(await ReserveAsync("org2", async () =>
        {
            // Between what the other reads and what it writes.
            if (released) await _names.ReleaseAsync("example", OrganizationId.Parse("org1"), CancellationToken.None);
            else Assert.True(await ReserveAsync("org3", () => Task.FromResult(false)));
            return false;
        }));
        Assert.Equal(released ? null : "org3", (await _names.FindAsync("example", CancellationToken.None))?.Value);

        Task<bool> ReserveAsync(string organization, Func<Task<bool>> exists) =>
            _names.TryReserveAsync("example", OrganizationId.Parse(organization), (_, _) => exists(), CancellationToken.None);
    }

    [Fact]
    public async Task WhereAllShortNamesThatAreMadeAreTakenOneHasToBeGiven()
    {
        await MakeAsync();
        var made = new List<string?>();
        for (var i = 1; i <= 3; i++) made.Add((await AddOrganizationAsync($"org{i}-a", ""))?.ShortName);
        Assert.Equal(["example", "example-2", "example-0000000"], made.Select(name => name?.Replace("--", "-", StringComparison.Ordinal)));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => AddOrganizationAsync("org4-a", ""));
        Assert.Equal((409, "shortName"), (refused.Status, Assert.Single(refused.Errors!).Key));
    }

    [Fact]
    public async Task AnOrganizationIsFoundAsItWasAddedAndAnOldOneByItsId()
    {
        await MakeAsync();
        var added = (await AddOrganizationAsync("org1", "example"))!;
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(added, await _users.FindOrganizationAsync(added.Id, CancellationToken.None));
        Assert.Equal(("Example", "example", new StandingClock().GetUtcNow()), (added.Name, added.ShortName, added.CreatedAt));
        await _table.AddEntityAsync(new TableEntity("old", "organization") { ["Name"] = "Old", ["CreatedAt"] = _clock.GetUtcNow() });
        Assert.Equal("old", (await _users.FindOrganizationAsync(OrganizationId.Parse("old"), CancellationToken.None))?.ShortName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AUserWhoIsCutShortIsIndexedAlready(bool organization)
    {
        var table = await storage.CreateTableAsync();
        var emails = new EmailIndex(table);
        var users = new UserStore(table, emails, new(table, _clock));
        await table.AddEntityAsync(new TableEntity("org1", "organization"));
        table.LoseNextRequest(new IOException("cut short"));

        await Assert.ThrowsAsync<IOException>(() => organization
            ? users.AddAsync(new Organization(OrganizationId.Parse("org2"), "Example", "example", _clock.GetUtcNow()), User("org2"), CancellationToken.None)
            : users.AddAsync(User("org1"), CancellationToken.None));

        // Else a user whose answer alone was lost could not log in without saying which organisation is meant.
        Assert.Equal(organization ? "org2" : "org1", Assert.Single(await emails.FindAsync(Email, 4, CancellationToken.None)).Organization.Value);
        Assert.Empty(await users.FindByEmailAsync(Email, null, CancellationToken.None));
    }

    [Fact]
    public async Task WhoIsRemovedWhileTheirLoginsChangeIsNobody()
    {
        await MakeAsync();
        await AddRowAsync("org1");
        var user = (await _users.AddAsync(User("org1"), CancellationToken.None))!;
        Assert.Null(await _users.ChangeLoginsAsync(user.OrganizationId, user.Id, read =>
        {
            Remove(user);
            return read.Logins;
        }));
    }

    [Fact]
    public async Task APasswordThatWasChangedWhileItWasComparedBeginsNoLogin()
    {
        await MakeAsync();
        await AddRowAsync("org1");
        var user = User("org1");
        await _users.AddAsync(user, CancellationToken.None);
        await _table.UpdateEntityAsync((user with { PasswordHash = "another" }).ToRow(), Azure.ETag.All, TableUpdateMode.Replace);
        var tokens = new LoginTokens(_users, access: null!, new(new EphemeralDataProtectionProvider()), _clock);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => tokens.BeginAsync(user));

        Assert.Equal(401, refused.Status);
        Assert.Empty((await _users.FindStoredAsync(user.User.OrganizationId, user.User.Id, CancellationToken.None))!.Logins);
    }

    [Fact]
    public async Task AUserIsNotAddedToAnOrganizationThatIsGone()
    {
        await MakeAsync();
        var refused = await Assert.ThrowsAsync<ProblemException>(() => _users.AddAsync(User("org2"), CancellationToken.None));
        Assert.Equal(401, refused.Status);
        // Nor is its address kept.
        Assert.Empty(await _emails.FindAsync(Email, 4, CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("org1")]
    public async Task AUserThatAnEarlierBuildStoredIsFoundAndKeepsItsAddress(string? organization)
    {
        await MakeAsync();
        await AddRowAsync("org1");
        var old = User("org1");
        await _table.AddEntityAsync(old.ToRow());
        await _table.AddEntityAsync(new TableEntity(EmailIndex.KeyOf(Email), "owner")
        {
            ["OrganizationId"] = "org1",
            ["UserId"] = old.User.Id.Value,
            ["Founder"] = true,
        });
        Assert.Equal(old.User.Id, Assert.Single(await FindAsync(organization)).User.Id);
        Assert.Null(await _users.AddAsync(User("org1"), CancellationToken.None));
        await AddRowAsync("org2");
        Assert.NotNull(await _users.AddAsync(User("org2"), CancellationToken.None));
        Assert.Equal(organization is null ? 2 : 1, (await FindAsync(organization)).Count);
        // Nor does it come up where another organisation is asked for.
        Assert.Equal("org2", Assert.Single(await FindAsync("org2")).User.OrganizationId.Value);
    }

    [Fact]
    public async Task WhereAnEarlierBuildsUserIsGoneItsAddressIsFreeAndLeadsToTheNextOneOnce()
    {
        await MakeAsync();
        await AddRowAsync("org1");
        await _table.AddEntityAsync(new TableEntity(EmailIndex.KeyOf(Email), "owner") { ["OrganizationId"] = "org1", ["UserId"] = "gone" });
        Assert.Empty(await FindAsync());
        var added = await _users.AddAsync(User("org1"), CancellationToken.None);
        foreach (var organization in new[] { null, "org1", " org1 " })
            Assert.Equal(added!.Id, Assert.Single(await FindAsync(organization)).User.Id);
    }

    void Remove(User user) => _table.DeleteEntityAsync(user.OrganizationId.Value, StoredUser.RowKey(user.Id)).GetAwaiter().GetResult();

    Task<IReadOnlyList<StoredUser>> FindAsync(string? organization = null) =>
        _users.FindByEmailAsync(Email, organization, CancellationToken.None);

    /// <summary>An organisation, which users need.</summary>
    Task AddRowAsync(string organization) => _table.AddEntityAsync(new TableEntity(organization, "organization"));

    async Task MakeAsync()
    {
        _table = await storage.CreateTableAsync();
        _emails = new(_table);
        _names = new(_table, _clock);
        _users = new(_table, _emails, _names);
    }

    Task<Organization?> AddOrganizationAsync(string id, string shortName) => _users.AddAsync(
        new Organization(OrganizationId.Parse(id + "-0000000"), "Example", shortName, _clock.GetUtcNow()), User(id + "-0000000"), CancellationToken.None);

    static StoredUser User(string organization) => new(
        new(UserId.Parse(NewId.Make(DateTimeOffset.UtcNow)), OrganizationId.Parse(organization), "Ada", Email, Role.Admin),
        "hash",
        []);
}
