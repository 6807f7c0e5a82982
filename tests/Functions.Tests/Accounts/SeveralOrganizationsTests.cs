using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

/// <summary>One person with accounts in several organisations, or several people who claim the same address.</summary>
[Collection(nameof(SharedApp))]
public sealed class SeveralOrganizationsTests(SharedApp shared)
{
    readonly TestApp _app = shared.App;
    readonly string _email = TestOrganization.NewEmail();

    [Fact]
    public async Task ThePasswordSaysWhichAccountIsMeant()
    {
        var (one, two) = (await CreateAsync("the first password"), await CreateAsync("the second password"));
        Assert.Equal(one.Id, OrganizationOf(await LogInAsync("the first password")));
        Assert.Equal(two.Id, OrganizationOf(await LogInAsync("the second password")));
        (await LogInAsync("a third password")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task WhereSeveralFitTheOrganizationIsAskedFor()
    {
        var (one, two) = (await CreateAsync("the same password"), await CreateAsync("the same password"));
        var other = await CreateAsync("another password");
        var asked = (await LogInAsync("the same password")).ExpectProblem(HttpStatusCode.Conflict, "organization-needed");
        var choices = asked.GetProperty("organizations").EnumerateArray().ToList();
        Assert.Equal([one.Id, two.Id], choices.Select(choice => choice.GetProperty("id").GetString()));
        Assert.All(choices, choice => Assert.Equal(["id", "name"], choice.EnumerateObject().Select(member => member.Name)));

        Assert.Equal(one.Id, OrganizationOf(await LogInAsync("the same password", one.Id)));
        Assert.Equal(two.Id, OrganizationOf(await LogInAsync("the same password", $" {two.ShortName.ToUpperInvariant()} ")));
        foreach (var organization in new[] { other.Id, "no-such-organization", "no id", "" })
            (await LogInAsync("the same password", organization)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task ATenantThatClaimsSomebodysAddressGetsNothingByIt()
    {
        var victim = await CreateAsync("the victim's password");
        var attacker = await CreateAsync("the attacker's password");
        var own = (await LogInAsync("the attacker's password")).Expect(HttpStatusCode.OK);
        Assert.Equal(attacker.Id, own.GetProperty("user").GetProperty("organizationId").GetString());
        (await LogInAsync("the attacker's password", victim.Id)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(victim.Id, OrganizationOf(await LogInAsync("the victim's password")));
    }

    [Fact]
    public async Task OfManyAccountsThoseOfTheOldestOrganizationsAreTriedAndEveryOneByItsOrganization()
    {
        var organizations = new List<(string Id, string ShortName)>();
        for (var i = 0; i < 5; i++) organizations.Add(await CreateAsync($"password number {i}"));
        for (var i = 0; i < 4; i++) Assert.Equal(organizations[i].Id, OrganizationOf(await LogInAsync($"password number {i}")));
        (await LogInAsync("password number 4")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(organizations[4].Id, OrganizationOf(await LogInAsync("password number 4", organizations[4].ShortName)));
    }

    async Task<(string Id, string ShortName)> CreateAsync(string password)
    {
        var created = (await _app.Operator.PostAsync("/organizations", new
        {
            name = "Example Academy",
            admin = new { name = "Ada Admin", email = _email, password },
        })).Expect(HttpStatusCode.Created);
        return (created.GetProperty("id").GetString()!, created.GetProperty("shortName").GetString()!);
    }

    Task<ApiReply> LogInAsync(string password, string? organization = null) =>
        _app.Anonymous.PostAsync("/auth/login", new { email = _email, password, organization });

    static string? OrganizationOf(ApiReply login) =>
        login.Expect(HttpStatusCode.OK).GetProperty("user").GetProperty("organizationId").GetString();
}
