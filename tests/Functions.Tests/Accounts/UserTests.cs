using System.Net;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

[Collection(nameof(SharedApp))]
public sealed class UserTests(SharedApp shared)
{
    readonly TestApp _app = shared.App;

    static object Request(string email, string role = "proctor") =>
        new { name = "Pat Proctor", email, password = TestOrganization.Password, role };

    [Fact]
    public async Task AnAdminAddsUsersOfEveryRole()
    {
        var organization = shared.Organization;
        foreach (var role in new[] { "admin", "proctor", "reviewer", "candidate" })
        {
            var email = TestOrganization.NewEmail();
            var reply = await organization.Admin.Api.PostAsync("/users", Request(email, role));
            var user = reply.Expect(HttpStatusCode.Created);
            Assert.Equal(["email", "id", "name", "organizationId", "role"], user.EnumerateObject().Select(field => field.Name).Order());
            Assert.Equal((role, "Pat Proctor", email), (user.GetProperty("role").GetString(), user.GetProperty("name").GetString(), user.GetProperty("email").GetString()));
            Assert.Equal(organization.Id, user.GetProperty("organizationId").GetString());
            Assert.Equal($"/api/v1/users/{user.GetProperty("id").GetString()}", reply.Headers.Location?.OriginalString);
            var found = (await organization.Proctor.Api.GetAsync($"/users/{user.GetProperty("id").GetString()}")).Expect(HttpStatusCode.OK);
            Assert.Equal(user.GetRawText(), found.GetRawText());
        }
    }

    [Fact]
    public async Task AUserKeepsAccommodationsAndBaseline()
    {
        var organization = shared.Organization;
        var candidate = await organization.AddUserAsync("candidate",
            new { extraTimePercent = 25, exemptEventTypes = new[] { "LOOKING_AWAY" } }, new { wpm = 42.5 });
        var user = (await organization.Admin.Api.GetAsync($"/users/{candidate.Id}")).Expect(HttpStatusCode.OK);
        var accommodations = user.GetProperty("accommodations");
        Assert.Equal(25, accommodations.GetProperty("extraTimePercent").GetInt32());
        Assert.Equal(0, accommodations.GetProperty("extraTimeMinutes").GetInt32());
        Assert.Equal("LOOKING_AWAY", Assert.Single(accommodations.GetProperty("exemptEventTypes").EnumerateArray()).GetString());
        Assert.Equal(42.5, user.GetProperty("baseline").GetProperty("wpm").GetDouble());
    }

    [Fact]
    public async Task AnEmailAddressIsTakenInItsOwnOrganizationOnly()
    {
        var one = await TestOrganization.CreateAsync(_app);
        var two = await TestOrganization.CreateAsync(_app);
        (await one.Admin.Api.PostAsync("/users", Request(one.Candidate.Email.ToUpperInvariant())))
            .ExpectProblem(HttpStatusCode.Conflict, "conflict", "email");
        (await two.Admin.Api.PostAsync("/users", Request(one.Candidate.Email))).Expect(HttpStatusCode.Created);
        (await two.Admin.Api.PostAsync("/users", Request(one.Candidate.Email)))
            .ExpectProblem(HttpStatusCode.Conflict, "conflict", "email");
    }

    [Fact]
    public async Task OfUsersAddedAtTheSameMomentOneGetsTheAddress()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var email = TestOrganization.NewEmail();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => organization.Admin.Api.PostAsync("/users", Request(email))));
        var created = Assert.Single(replies, reply => reply.Status == HttpStatusCode.Created).Json;
        Assert.Equal(7, replies.Count(reply => reply.Status == HttpStatusCode.Conflict));
        Assert.Equal(created.GetProperty("id").GetString(), (await Actor.LogInAsync(_app, email, TestOrganization.Password)).Id);
        var proctors = (await organization.Admin.Api.GetAsync("/users?role=proctor")).Expect(HttpStatusCode.OK).GetProperty("items");
        Assert.Single(proctors.EnumerateArray(), user => user.GetProperty("email").GetString() == email);
    }

    [Theory]
    [InlineData("""{"name":"","email":"a@b.example","password":"long enough","role":"proctor"}""", "name")]
    [InlineData("""{"name":"Pat","email":"a.example","password":"long enough","role":"proctor"}""", "email")]
    [InlineData("""{"name":"Pat","email":"a@b.example","password":"short","role":"proctor"}""", "password")]
    [InlineData("""{"name":"Pat","email":"a@b.example","password":"long enough","role":"operator"}""", "role")]
    [InlineData("""{"name":"Pat","email":"a@b.example","password":"long enough"}""", "role")]
    [InlineData("""{"name":1,"email":"a@b.example","password":"long enough","role":"proctor"}""", "name")]
    [InlineData("""{"name":"Pat","email":["a@b.example"],"password":"long enough","role":"proctor"}""", "email")]
    [InlineData("""{"name":"Pat","email":"a@b.example","password":"long enough","role":"candidate","baseline":{"wpm":"40"}}""", "baseline.wpm")]
    [InlineData("""{"name":"Pat","email":"a@b.example","password":"long enough","role":"candidate","baseline":{"wpm":-1}}""", "baseline.wpm")]
    [InlineData("""{"name":"Pat","email":"a@b.example","password":"long enough","role":"candidate","accommodations":{"extraTimePercent":301}}""", "accommodations.extraTimePercent")]
    [InlineData("""{"name":"Pat","email":"a@b.example","password":"long enough","role":"candidate","accommodations":{"extraTimeMinutes":1.5}}""", "accommodations.extraTimeMinutes")]
    [InlineData("""{"name":"Pat" """, "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    public async Task BadInputNamesTheField(string body, string field)
    {
        var organization = shared.Organization;
        (await organization.Admin.Api.PostAsync("/users", new StringContent(body)))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }

    [Fact]
    public async Task UnknownFieldsAreIgnored()
    {
        var organization = shared.Organization;
        (await organization.Admin.Api.PostAsync("/users", new
        {
            name = "Pat",
            email = TestOrganization.NewEmail(),
            password = TestOrganization.Password,
            role = "proctor",
            shoeSize = 43,
        })).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task ABodyOverOneMegabyteIsTooLarge()
    {
        var organization = shared.Organization;
        (await organization.Admin.Api.PostAsync("/users", new { name = new string('x', 1024 * 1024) }))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        using var unannounced = new StreamContent(new MemoryStream(new byte[1024 * 1024 + 1]));
        unannounced.Headers.ContentLength = null;
        (await organization.Admin.Api.PostAsync("/users", unannounced))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task TheListComesInPages()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var expected = new List<string> { organization.Candidate.Id };
        for (var i = 0; i < 4; i++) expected.Add((await organization.AddUserAsync("candidate")).Id);

        var seen = new List<string>();
        var path = "/users?role=candidate&limit=2";
        for (var pages = 1; ; pages++)
        {
            var page = (await organization.Proctor.Api.GetAsync(path)).Expect(HttpStatusCode.OK);
            var items = page.GetProperty("items").EnumerateArray().ToList();
            seen.AddRange(items.Select(user => user.GetProperty("id").GetString()!));
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
            {
                Assert.Equal(3, pages);
                break;
            }
            Assert.Equal(2, items.Count);
            path = $"/users?role=candidate&limit=2&cursor={page.GetProperty("next").GetString()}";
        }
        Assert.Equal(expected.Order(StringComparer.Ordinal), seen);

        var all = (await organization.Admin.Api.GetAsync("/users")).Expect(HttpStatusCode.OK);
        Assert.Equal(7, all.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=%2F%2F", "cursor")]
    [InlineData("cursor=Ly8v", "cursor")]
    [InlineData("role=operator", "role")]
    [InlineData("role=", "role")]
    public async Task ABadQueryNamesTheParameter(string query, string field)
    {
        var organization = shared.Organization;
        (await organization.Admin.Api.GetAsync($"/users?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }

    [Fact]
    public async Task ACursorWithAQuoteInItIsHarmless()
    {
        var organization = shared.Organization;
        var cursor = System.Buffers.Text.Base64Url.EncodeToString("' or RowKey gt '"u8);
        var page = (await organization.Admin.Api.GetAsync($"/users?cursor={cursor}")).Expect(HttpStatusCode.OK);
        Assert.All(page.GetProperty("items").EnumerateArray(),
            user => Assert.Equal(organization.Id, user.GetProperty("organizationId").GetString()));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("a%20b")]
    public async Task AnUnknownUserIsNotFound(string id)
    {
        var organization = shared.Organization;
        (await organization.Admin.Api.GetAsync($"/users/{id}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }
}
