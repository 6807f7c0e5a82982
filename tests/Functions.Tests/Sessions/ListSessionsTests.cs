using System.Net;
using Azure;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class ListSessionsTests(SharedApp shared)
{
    [Fact]
    public async Task SessionsAreListedNewestFirstInPages()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        List<string> created = [];
        for (var i = 0; i < 5; i++)
            created.Add(await organization.CreateSessionAsync());

        List<string> listed = [];
        List<int> sizes = [];
        string? cursor = null;
        do
        {
            var (ids, next) = await ListAsync(organization.Proctor, $"limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            listed.AddRange(ids);
            sizes.Add(ids.Length);
            cursor = next;
        }
        while (cursor is not null);

        Assert.Equal(created.AsEnumerable().Reverse(), listed);
        Assert.Equal([2, 2, 1], sizes);
    }

    [Fact]
    public async Task FiltersNarrowTheList()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var exam = await organization.CreateExamAsync();
        var other = await organization.AddUserAsync("candidate");
        var scheduled = await organization.CreateSessionAsync(exam);
        var (running, _) = await organization.RunSessionAsync(exam, candidate: other);
        var (paused, _) = await organization.RunSessionAsync();
        await organization.Proctor.DoAsync(paused, "pause", new { reason = "fire drill" });
        var (submitted, _) = await organization.RunSessionAsync(candidate: other);
        await other.DoAsync(submitted, "submit");

        Assert.Equal([submitted, paused, running, scheduled], await IdsAsync(organization, ""));
        Assert.Equal([paused, running], await IdsAsync(organization, "status=active"));
        Assert.Equal([running], await IdsAsync(organization, "status=running"));
        Assert.Equal([paused], await IdsAsync(organization, "status=paused"));
        Assert.Equal([submitted], await IdsAsync(organization, "status=submitted"));
        Assert.Equal([scheduled], await IdsAsync(organization, "status=scheduled"));
        Assert.Equal([running, scheduled], await IdsAsync(organization, $"examId={exam}"));
        Assert.Equal([submitted, running], await IdsAsync(organization, $"candidateId={other.Id}"));
        Assert.Equal([running], await IdsAsync(organization, $"candidateId={other.Id}&examId={exam}"));
        Assert.Equal([running], await IdsAsync(organization, $"candidateId={other.Id}&status=active"));
        Assert.Empty(await IdsAsync(organization, $"examId={exam}&status=paused"));
        Assert.Empty(await IdsAsync(organization, "examId=unknown"));
    }

    [Fact]
    public async Task AFilterIsHeldAgainstTheSessionAlsoWhereTheIndexIsBehind()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (running, _) = await organization.RunSessionAsync();
        var (paused, _) = await organization.RunSessionAsync();
        await organization.Proctor.DoAsync(paused, "pause", new { reason = "fire drill" });

        // As if the process had stopped before it could tell the index.
        await (await shared.App.TableAsync(SessionIndex.TableName)).UpdateEntityAsync(
            new TableEntity(IndexRow.Active(OrganizationId.Parse(organization.Id)), IndexRow.Key(SessionId.Parse(paused)))
            {
                [IndexRow.StatusColumn] = "running",
            },
            ETag.All, TableUpdateMode.Merge);

        Assert.Equal([running], await IdsAsync(organization, "status=running"));
    }

    [Fact]
    public async Task AnItemIsTheWholeSessionAsItIsNow()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        (await organization.Proctor.Api.PutAsync($"/sessions/{id}/integrity", new { score = 12, reason = "test" })).Expect(HttpStatusCode.OK);

        var list = (await organization.Proctor.Api.GetAsync("/sessions")).Expect(HttpStatusCode.OK);

        Assert.Equal((await organization.Proctor.GetSessionAsync(id)).GetRawText(), list.GetProperty("items")[0].GetRawText());
    }

    [Fact]
    public async Task OpenAlertsComeAlongForWhoAsksForThem()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (calm, _) = await organization.RunSessionAsync();
        var (troubled, events) = await organization.RunSessionAsync();
        foreach (var type in new[] { "CAMERA_OFF", "DEVTOOLS", "NO_FACE" })
            await events.AcceptAsync(troubled, Sent.Event(type));
        await organization.Proctor.Api.ScoredAsync(troubled, 3);
        var alerts = await organization.Proctor.Api.ListAsync($"/sessions/{troubled}/alerts");
        (await organization.Proctor.Api.PostAsync($"/sessions/{troubled}/alerts/{alerts[1].Id()}/resolve")).Expect(HttpStatusCode.OK);

        var items = await organization.Proctor.Api.ListAsync("/sessions?status=active&alerts=open");
        var without = await organization.Proctor.Api.ListAsync("/sessions?status=active");

        Assert.Equal([troubled, calm], items.Select(item => item.Id()));
        Assert.Equal(
            [alerts[2].GetRawText(), alerts[0].GetRawText()],
            items[0].GetProperty("openAlerts").EnumerateArray().Select(alert => alert.GetRawText()));
        Assert.Equal(2, items[0].GetProperty("alerts").GetProperty("open").GetInt32());
        Assert.Empty(items[1].GetProperty("openAlerts").EnumerateArray());
        Assert.All(without, item => Assert.False(item.TryGetProperty("openAlerts", out _)));
    }

    [Fact]
    public async Task OneThatCannotBeReadIsLeftOutAndHoldsUpNoOther()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (first, _) = await organization.RunSessionAsync();
        var (broken, _) = await organization.RunSessionAsync();
        var (last, _) = await organization.RunSessionAsync();
        var sessions = await shared.App.TableAsync("sessions");
        await sessions.UpsertEntityAsync(new TableEntity(broken, "state") { ["state0"] = "no JSON"u8.ToArray() });

        Assert.Equal([last, first], await IdsAsync(organization, ""));
        Assert.Equal([last, first], await IdsAsync(organization, "status=active"));
        var (page, next) = await ListAsync(organization.Proctor, "limit=1");
        Assert.Equal([last], page);
        Assert.Equal([first], await IdsAsync(organization, $"limit=1&cursor={next}"));
        Assert.Contains(shared.App.Log, line => line.Contains($"Session {broken} ({organization.Id}) cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OtherOrganizationsSessionsAreNotListed()
    {
        var organizations = await Task.WhenAll(TestOrganization.CreateAsync(shared.App), TestOrganization.CreateAsync(shared.App));
        await organizations[0].CreateSessionAsync();
        Assert.Empty(await IdsAsync(organizations[1], ""));
        Assert.Empty(await IdsAsync(organizations[1], $"candidateId={organizations[0].Candidate.Id}"));
    }

    [Theory]
    [InlineData("status=lost", "status")]
    [InlineData("examId=a/b", "examId")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("cursor=!", "cursor")]
    [InlineData("alerts=all", "alerts")]
    public async Task BadFiltersAreRefusedByName(string query, string field)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        (await organization.Proctor.Api.GetAsync($"/sessions?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }

    [Fact]
    public async Task ACandidateMayNotList()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        (await organization.Candidate.Api.GetAsync("/sessions")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    static async Task<string[]> IdsAsync(TestOrganization organization, string query) =>
        (await ListAsync(organization.Proctor, query)).Ids;

    static async Task<(string[] Ids, string? Next)> ListAsync(Actor actor, string query)
    {
        var page = (await actor.Api.GetAsync($"/sessions?{query}")).Expect(HttpStatusCode.OK);
        return ([.. page.GetProperty("items").EnumerateArray().Select(item => item.Id())], page.GetProperty("next").GetString());
    }
}
