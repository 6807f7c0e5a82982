using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

/// <summary>The process died between two writes, or an earlier build wrote the rows.</summary>
public sealed class UnfinishedAccountTests(StorageOnly storage) : IClassFixture<StorageOnly>
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
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("example", (await AddOrganizationAsync("org4", "example"))?.ShortName);
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.Null(await AddOrganizationAsync("org5", "example"));
    }

    [Fact]
    public async Task AUserIsNotAddedToAnOrganizationThatIsGone()
    {
        await MakeAsync();
        await Assert.ThrowsAsync<ProblemException>(() => _users.AddAsync(User("org2"), CancellationToken.None));
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

    Task<IReadOnlyList<StoredUser>> FindAsync(string? organization = null) =>
        _users.FindByEmailAsync(Email, organization, CancellationToken.None);

    /// <summary>An organisation, which users need.</summary>
    Task AddRowAsync(string organization) => _table.AddEntityAsync(new TableEntity(organization, "organization"));

    async Task MakeAsync()
    {
        _table = await storage.TableAsync();
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
