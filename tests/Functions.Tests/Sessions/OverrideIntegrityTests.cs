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
        await using var watcher = await organization.Proctor.WatchAsync(new { sessionId = id });
        foreach (var score in new[] { 0, 100 })
            Assert.Equal(
                score,
                (await organization.Proctor.Api.PutAsync($"/sessions/{id}/integrity", new { score, reason = "seen" }))
                    .Expect(HttpStatusCode.OK).GetProperty("integrity").GetProperty("score").GetInt32());

        var overridden = (await organization.Proctor.Api.PutAsync($"/sessions/{id}/integrity", new { score = 40, reason = "phone on the desk" }))
            .Expect(HttpStatusCode.OK).GetProperty("integrity");
        Assert.Equal(40, overridden.GetProperty("score").GetInt32());
        Assert.Equal(100, overridden.GetProperty("computed").GetInt32());
        var details = overridden.GetProperty("override");
        Assert.Equal(40, details.GetProperty("score").GetInt32());
        Assert.Equal(organization.Proctor.Id, details.GetProperty("by").GetString());
        Assert.Equal("phone on the desk", details.GetProperty("reason").GetString());
        Assert.NotNull(details.Time("at"));
        await watcher.WaitForAsync("score", message => message.GetProperty("integrity").GetInt32() == 40);
        Assert.Equal(40, (await organization.Admin.GetSessionAsync(id)).GetProperty("integrity").GetProperty("score").GetInt32());

        for (var repeat = 0; repeat < 2; repeat++)
        {
            var removed = (await organization.Proctor.Api.DeleteAsync($"/sessions/{id}/integrity")).Expect(HttpStatusCode.OK).GetProperty("integrity");
            Assert.Equal(100, removed.GetProperty("score").GetInt32());
            Assert.Equal(JsonValueKind.Null, removed.GetProperty("override").ValueKind);
        }
    }

    [Fact]
    public async Task TheHistoryTellsWhoChangedTheScoreWhenAndWhy()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        for (var repeat = 0; repeat < 2; repeat++)
            (await organization.Proctor.Api.PutAsync($"/sessions/{id}/integrity", new { score = 40, reason = "phone on the desk" })).Expect(HttpStatusCode.OK);
        for (var repeat = 0; repeat < 2; repeat++)
            (await organization.Admin.Api.DeleteAsync($"/sessions/{id}/integrity")).Expect(HttpStatusCode.OK);

        var facts = (await organization.Proctor.FactsAsync(id))[3..];

        Assert.Equal(["integrityOverridden", "integrityOverrideRemoved"], facts.Select(fact => fact.GetProperty("what").GetString()));
        Assert.Equal([40, 100], facts.Select(fact => fact.GetProperty("score").GetInt32()));
        Assert.Equal(["phone on the desk", null], facts.Select(fact => fact.GetProperty("why").GetString()));
        Assert.Equal(
            [organization.Proctor.Id, organization.Admin.Id], facts.Select(fact => fact.GetProperty("who").GetProperty("id").GetString()));
        Assert.True(facts[0].Time("when") <= facts[1].Time("when"));
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
