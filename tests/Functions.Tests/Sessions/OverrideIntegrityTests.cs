using System.Net;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class OverrideIntegrityTests(SharedApp shared)
{
    [Fact]
    public async Task AnOverrideStandsBesideTheComputedScoreUntilItIsRemoved()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();

        var overridden = (await organization.Proctor.Api.PutAsync($"/sessions/{id}/integrity", new { score = 40, reason = "phone on the desk" }))
            .Expect(HttpStatusCode.OK).GetProperty("integrity");
        Assert.Equal(40, overridden.GetProperty("score").GetInt32());
        Assert.Equal(100, overridden.GetProperty("computed").GetInt32());
        var details = overridden.GetProperty("override");
        Assert.Equal(40, details.GetProperty("score").GetInt32());
        Assert.Equal(organization.Proctor.Id, details.GetProperty("by").GetString());
        Assert.Equal("phone on the desk", details.GetProperty("reason").GetString());
        Assert.NotNull(details.Time("at"));
        Assert.Equal(40, (await organization.Admin.GetSessionAsync(id)).GetProperty("integrity").GetProperty("score").GetInt32());

        for (var repeat = 0; repeat < 2; repeat++)
        {
            var removed = (await organization.Proctor.Api.DeleteAsync($"/sessions/{id}/integrity")).Expect(HttpStatusCode.OK).GetProperty("integrity");
            Assert.Equal(100, removed.GetProperty("score").GetInt32());
            Assert.Equal(JsonValueKind.Null, removed.GetProperty("override").ValueKind);
        }
    }

    [Theory]
    [InlineData("""{"score":101,"reason":"x"}""", "score")]
    [InlineData("""{"score":-1,"reason":"x"}""", "score")]
    [InlineData("""{"reason":"x"}""", "score")]
    [InlineData("""{"score":50}""", "reason")]
    public async Task BadInputIsRefusedByField(string body, string field)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await organization.Proctor.Api.PutAsync($"/sessions/{id}/integrity", content))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }
}
