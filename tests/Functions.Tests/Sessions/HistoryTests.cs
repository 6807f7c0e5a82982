using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class HistoryTests(SharedApp shared)
{
    [Fact]
    public async Task HistoryTellsWhatWhoWhenAndWhy()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        await organization.Proctor.DoAsync(id, "time", new { minutes = 7, reason = "the network was down" });

        var facts = await organization.Proctor.FactsAsync(id);

        Assert.Equal(
            ["sessionScheduled", "candidateCheckedIn", "sessionStarted", "timeGranted"],
            facts.Select(fact => fact.GetProperty("what").GetString()));
        Assert.Equal(organization.Proctor.Id, facts[0].GetProperty("who").GetProperty("id").GetString());
        Assert.Equal("candidate", facts[2].GetProperty("who").GetProperty("kind").GetString());
        Assert.Equal(organization.Candidate.Id, facts[2].GetProperty("who").GetProperty("id").GetString());
        Assert.Equal("user", facts[3].GetProperty("who").GetProperty("kind").GetString());
        Assert.Equal(organization.Proctor.Id, facts[3].GetProperty("who").GetProperty("id").GetString());
        Assert.Equal("the network was down", facts[3].GetProperty("why").GetString());
        Assert.Equal(7, facts[3].GetProperty("minutes").GetInt32());
        Assert.True(facts.Zip(facts.Skip(1)).All(pair => pair.First.Time("when") <= pair.Second.Time("when")));
    }

    [Fact]
    public async Task HistoryComesInPages()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        await organization.Proctor.DoAsync(id, "time", new { minutes = 1, reason = "first" });
        await organization.Proctor.DoAsync(id, "time", new { minutes = 1, reason = "second" });

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/history?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}"))
                .Expect(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(fact => fact.GetProperty("what").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["sessionScheduled", "candidateCheckedIn", "sessionStarted", "timeGranted", "timeGranted"], seen);
    }

    [Fact]
    public async Task ACursorOfAnotherListIsRefused()
    {
        var id = await shared.Organization.CreateSessionAsync();
        (await shared.Organization.Proctor.Api.GetAsync($"/sessions/{id}/history?cursor=LTE"))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "cursor");
    }

    [Fact]
    public async Task ACandidateMayNotReadIt()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        (await organization.Candidate.Api.GetAsync($"/sessions/{id}/history")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }
}
