using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

[Collection(nameof(SharedApp))]
public sealed class OrganizationTests(SharedApp shared)
{
    readonly TestApp _app = shared.App;

    static object Request(string email) => new
    {
        name = "Example Academy",
        admin = new { name = "Ada Admin", email, password = TestOrganization.Password },
    };

    [Fact]
    public async Task TheOperatorCreatesAnOrganizationWithItsAdmin()
    {
        var email = TestOrganization.NewEmail();
        var created = await _app.Operator.PostAsync("/organizations", Request(email.ToUpperInvariant()));
        var reply = created.Expect(HttpStatusCode.Created);
        Assert.Equal(["admin", "id", "name", "shortName"], reply.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal($"/api/v1/users/{reply.GetProperty("admin").GetProperty("id").GetString()}", created.Headers.Location?.OriginalString);
        Assert.Equal("Example Academy", reply.GetProperty("name").GetString());
        var admin = reply.GetProperty("admin");
        Assert.Equal("Ada Admin", admin.GetProperty("name").GetString());
        Assert.Equal(email, admin.GetProperty("email").GetString());
        Assert.Equal("admin", admin.GetProperty("role").GetString());
        Assert.Equal(4, admin.EnumerateObject().Count());

        var login = await Actor.LogInAsync(_app, email, TestOrganization.Password);
        var me = (await login.Api.GetAsync("/auth/me")).Expect(HttpStatusCode.OK);
        Assert.Equal(admin.GetProperty("id").GetString(), me.GetProperty("id").GetString());
        Assert.Equal(reply.GetProperty("id").GetString(), me.GetProperty("organizationId").GetString());
        Assert.Equal(("Ada Admin", email, "admin"), (me.GetProperty("name").GetString(), me.GetProperty("email").GetString(), me.GetProperty("role").GetString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("the-operators-key-in-test")]
    [InlineData("the-operators-key-in-tests2")]
    public async Task NobodyElseCreatesOne(string? key)
    {
        var api = new Api(_app.Http, operatorKey: key);
        (await api.PostAsync("/organizations", Request(TestOrganization.NewEmail())))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task AnAddressThatBelongsToAnotherOrganizationIsNoObstacleAndDoesNotShow()
    {
        var email = TestOrganization.NewEmail();
        var one = (await _app.Operator.PostAsync("/organizations", Request(email))).Expect(HttpStatusCode.Created);
        var two = (await _app.Operator.PostAsync("/organizations", Request(email.ToUpperInvariant()))).Expect(HttpStatusCode.Created);
        Assert.NotEqual(one.GetProperty("admin").GetProperty("id").GetString(), two.GetProperty("admin").GetProperty("id").GetString());
        Assert.NotEqual(one.GetProperty("shortName").GetString(), two.GetProperty("shortName").GetString());
    }

    [Fact]
    public async Task AShortNameIsGivenOnce()
    {
        var name = $"s-{Guid.NewGuid():N}";
        object Named(string shortName) => new { name = "Example", shortName, admin = new { name = "Ada", email = TestOrganization.NewEmail(), password = TestOrganization.Password } };
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _app.Operator.PostAsync("/organizations", Named(name))));
        Assert.Equal(name, Assert.Single(replies, reply => reply.Status == HttpStatusCode.Created).Json.GetProperty("shortName").GetString());
        foreach (var reply in replies.Where(reply => reply.Status != HttpStatusCode.Created))
            reply.ExpectProblem(HttpStatusCode.Conflict, "conflict", "shortName");
        (await _app.Operator.PostAsync("/organizations", Named("no spaces"))).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "shortName");
    }

    [Fact]
    public async Task OrganizationsOfTheSameNameGetDifferentShortNames()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _app.Operator.PostAsync("/organizations", Request(TestOrganization.NewEmail()))));
        var names = replies.Select(reply => reply.Expect(HttpStatusCode.Created).GetProperty("shortName").GetString()!).ToList();
        Assert.Equal(4, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("example-academy", name));
    }

    [Fact]
    public async Task EveryFaultyFieldIsNamed()
    {
        var problem = (await _app.Operator.PostAsync("/organizations", new
        {
            name = " ",
            admin = new { name = "", email = "nobody", password = "short" },
        })).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Equal(["admin.email", "admin.name", "admin.password", "name"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
        (await _app.Operator.PostAsync("/organizations", new { name = "Example" }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "admin");
    }
}
