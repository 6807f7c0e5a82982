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
        var reply = (await _app.Operator.PostAsync("/organizations", Request(email.ToUpperInvariant()))).Expect(HttpStatusCode.Created);
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
    public async Task AnEmailAddressBelongsToOneAccountOnly()
    {
        var email = TestOrganization.NewEmail();
        (await _app.Operator.PostAsync("/organizations", Request(email))).Expect(HttpStatusCode.Created);
        (await _app.Operator.PostAsync("/organizations", Request(email.ToUpperInvariant())))
            .ExpectProblem(HttpStatusCode.Conflict, "conflict", "admin.email");
    }

    [Fact]
    public async Task OfRequestsAtTheSameMomentOneGetsTheAddress()
    {
        var email = TestOrganization.NewEmail();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _app.Operator.PostAsync("/organizations", Request(email))));
        Assert.Single(replies, reply => reply.Status == HttpStatusCode.Created);
        Assert.Equal(7, replies.Count(reply => reply.Status == HttpStatusCode.Conflict));
        var created = replies.Single(reply => reply.Status == HttpStatusCode.Created).Json;
        var admin = await Actor.LogInAsync(_app, email, TestOrganization.Password);
        Assert.Equal(created.GetProperty("admin").GetProperty("id").GetString(), admin.Id);
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
