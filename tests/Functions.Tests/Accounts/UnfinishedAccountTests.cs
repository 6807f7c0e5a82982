using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

/// <summary>The process died after the reservation of an e-mail address and before the user was written.</summary>
public sealed class UnfinishedAccountTests(StorageOnly storage) : IClassFixture<StorageOnly>
{
    const string Email = "ada@example.org";

    readonly StandingClock _clock = new();
    TableClient _table = null!;
    EmailIndex _emails = null!;
    UserStore _users = null!;

    [Fact]
    public async Task NobodyCanLogInWithIt()
    {
        await BeginAsync(founder: false);
        Assert.Null(await _users.FindByEmailAsync(Email, CancellationToken.None));
    }

    [Fact]
    public async Task WhoAddsTheUserAgainCompletesItUnderTheReservedId()
    {
        var begun = await BeginAsync(founder: false);
        await AddRowAsync("org1");
        var user = await _users.AddAsync(User("org1"), CancellationToken.None);
        Assert.Equal(begun.User, user?.Id);
        Assert.Equal(begun.User, (await _users.FindByEmailAsync(Email, CancellationToken.None))?.User.Id);
        Assert.Null(await _users.AddAsync(User("org1"), CancellationToken.None));
    }

    [Fact]
    public async Task WhoCreatesTheOrganizationAgainCompletesItUnderTheReservedIds()
    {
        var begun = await BeginAsync(founder: true);
        var created = await AddOrganizationAsync("org2");
        Assert.Equal((begun.Organization, begun.User), (created?.Organization.Id, created?.Admin.Id));
        Assert.Equal(begun.Organization, (await _users.FindByEmailAsync(Email, CancellationToken.None))?.User.OrganizationId);
        Assert.Null(await AddOrganizationAsync("org3"));
    }

    [Fact]
    public async Task OfSeveralWhoCompleteItOneSucceeds()
    {
        await BeginAsync(founder: false);
        await AddRowAsync("org1");
        var added = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _users.AddAsync(User("org1"), CancellationToken.None)));
        Assert.Single(added, user => user is not null);
        var users = await _users.ListAsync(OrganizationId.Parse("org1"), null, new PageRequest(200, null), CancellationToken.None);
        Assert.Single(users.Items);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnybodyElseGetsTheAddressWhenItIsAbandoned(bool founder)
    {
        await BeginAsync(founder);
        await AddRowAsync("org2");
        Assert.Null(await _users.AddAsync(User("org2"), CancellationToken.None));
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("org2", (await _users.AddAsync(User("org2"), CancellationToken.None))?.OrganizationId.Value);
        Assert.Equal("org2", (await _users.FindByEmailAsync(Email, CancellationToken.None))?.User.OrganizationId.Value);
    }

    [Fact]
    public async Task AUsersReservationIsNotCompletedByANewOrganization()
    {
        await BeginAsync(founder: false);
        Assert.Null(await AddOrganizationAsync("org2"));
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("org2", (await AddOrganizationAsync("org2"))?.Organization.Id.Value);
    }

    [Fact]
    public async Task WhatIsInUseIsNeverGivenAway()
    {
        await BeginAsync(founder: false);
        await AddRowAsync("org1");
        Assert.NotNull(await _users.AddAsync(User("org1"), CancellationToken.None));
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.Null(await _users.AddAsync(User("org2"), CancellationToken.None));
        Assert.Null(await AddOrganizationAsync("org3"));
    }

    [Fact]
    public async Task AUserIsNotAddedToAnOrganizationThatIsGone()
    {
        await BeginAsync(founder: true);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await Assert.ThrowsAsync<ProblemException>(() => _users.AddAsync(User("org2"), CancellationToken.None));
        // Nor is its address kept.
        Assert.Null(await _emails.FindAsync(Email, CancellationToken.None));
    }

    /// <summary>An organisation, which users need.</summary>
    Task AddRowAsync(string organization) => _table.AddEntityAsync(new TableEntity(organization, "organization"));

    async Task<EmailOwner> BeginAsync(bool founder)
    {
        _table = await storage.TableAsync();
        _emails = new(_table, _clock);
        _users = new(_table, _emails);
        var owner = new EmailOwner(OrganizationId.Parse("org1"), UserId.Parse("reserved"), founder);
        return (await _emails.ReserveAsync(Email, owner, _ => false, (_, _) => Task.FromResult(false), CancellationToken.None))!;
    }

    Task<(Organization Organization, User Admin)?> AddOrganizationAsync(string id) =>
        _users.AddAsync(new Organization(OrganizationId.Parse(id), "Example", _clock.GetUtcNow()), User(id), CancellationToken.None);

    static StoredUser User(string organization) => new(
        new(UserId.Parse(NewId.Make(DateTimeOffset.UtcNow)), OrganizationId.Parse(organization), "Ada", Email, Role.Admin),
        "hash",
        "stamp");
}
