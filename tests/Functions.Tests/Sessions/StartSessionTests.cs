using System.Net;
using System.Text.Json;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class StartSessionTests(SharedApp shared)
{
    [Fact]
    public async Task StartingRunsTheClockAndGivesASessionToken()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync(durationMinutes: 60);

        var (session, events) = await organization.StartSessionAsync(id);

        Assert.Equal("running", session.Status());
        Assert.Equal(session.Time("startedAt")!.Value.AddMinutes(60), session.Time("deadline"));
        var accepted = (await events.PostAsync(
            $"/sessions/{id}/events", new { id = "one", type = "HEARTBEAT", occurredAt = DateTimeOffset.UtcNow })).Expect(HttpStatusCode.Accepted);
        Assert.Equal("one", accepted.GetProperty("accepted")[0].GetString());
    }

    [Fact]
    public async Task StartingAgainGivesATokenAndChangesNothing()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        var (first, _) = await organization.StartSessionAsync(id);

        var (second, events) = await organization.StartSessionAsync(id);

        Assert.Equal(first.Time("startedAt"), second.Time("startedAt"));
        Assert.Equal(first.Version(), second.Version());
        (await events.PostAsync(
            $"/sessions/{id}/events", new { id = "one", type = "HEARTBEAT", occurredAt = DateTimeOffset.UtcNow })).Expect(HttpStatusCode.Accepted);
        Assert.Equal(["sessionScheduled", "candidateCheckedIn", "sessionStarted"], await organization.Proctor.HistoryAsync(id));
    }

    [Fact]
    public async Task StartingInAnotherBrowserTellsTheLastRunningNumber()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        var (first, events) = await organization.StartSessionAsync(id);
        Assert.Equal(0, first.GetProperty("lastSeq").GetInt32());
        (await events.PostAsync($"/sessions/{id}/events", new
        {
            events = new[] { 1, 2, 7 }.Select(seq => new { id = $"e{seq}", seq, type = "HEARTBEAT", occurredAt = DateTimeOffset.UtcNow }),
        })).Expect(HttpStatusCode.Accepted);

        await Eventually.GetAsync(
            async () => (await organization.StartSessionAsync(id)).Session.GetProperty("lastSeq").GetInt32(), lastSeq => lastSeq == 7);
    }

    [Theory]
    [InlineData("proctor")]
    [InlineData("admin")]
    public async Task WhoeverElseStartsASessionGetsNoToken(string role)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        var starter = role == "proctor" ? organization.Proctor : organization.Admin;

        foreach (var session in new[] { await starter.DoAsync(id, "start"), await starter.DoAsync(id, "start") })
        {
            Assert.Equal("running", session.Status());
            Assert.False(session.TryGetProperty("sessionToken", out _));
            Assert.False(session.TryGetProperty("sessionTokenExpiresAt", out _));
        }

        var (_, events) = await organization.StartSessionAsync(id);
        (await events.PostAsync($"/sessions/{id}/events", Sent.Event("HEARTBEAT"))).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task APausedSessionsTokenIsRenewedAndAnEndedOnesIsNot()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        var (first, _) = await organization.StartSessionAsync(id);
        await organization.Proctor.DoAsync(id, "pause", new { reason = "a break" });

        var (again, events) = await organization.StartSessionAsync(id);

        Assert.Equal("paused", again.Status());
        Assert.True(again.Time("sessionTokenExpiresAt") >= first.Time("sessionTokenExpiresAt"));
        (await events.PostAsync($"/sessions/{id}/events", Sent.Event("HEARTBEAT"))).Expect(HttpStatusCode.Accepted);

        await organization.Proctor.DoAsync(id, "terminate", new { reason = "seen cheating" });
        var refused = await organization.Candidate.Api.PostAsync($"/sessions/{id}/start");
        refused.ExpectRefusal("ended");
        Assert.DoesNotContain("sessionToken", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckingInMakesASessionReadyAndStartingItRuns()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        Assert.Equal("ready", (await organization.Candidate.DoAsync(id, "ready")).Status());
        Assert.Equal("ready", (await organization.Candidate.DoAsync(id, "ready")).Status());
        Assert.Equal("running", (await organization.Candidate.DoAsync(id, "start")).Status());
    }

    [Fact]
    public async Task ACandidateWhoIsTooEarlyIsToldWhenAndIsLetInByStaff()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var planned = new DateTimeOffset(DateTimeOffset.UtcNow.Date.AddDays(1).AddHours(12), TimeSpan.Zero);
        var id = await organization.CreateSessionAsync(scheduledAt: planned);
        await organization.Candidate.DoAsync(id, "ready");

        var refused = await organization.Candidate.Api.PostAsync($"/sessions/{id}/start");
        refused.ExpectRefusal($"{planned.AddMinutes(-15):u}");
        Assert.Equal(planned.AddMinutes(-15), refused.Json.Time("notBefore"));
        Assert.Equal("ready", (await organization.Candidate.GetSessionAsync(id)).Status());

        Assert.Equal("running", (await organization.Proctor.DoAsync(id, "start")).Status());
        Assert.NotEmpty((await organization.Candidate.DoAsync(id, "start")).GetProperty("sessionToken").GetString()!);
    }

    [Fact]
    public async Task ACandidateMayStartAQuarterOfAnHourBeforeTheTime()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync(scheduledAt: DateTimeOffset.UtcNow.AddMinutes(14));
        Assert.Equal("running", (await organization.Candidate.DoAsync(id, "start")).Status());
    }

    [Fact]
    public async Task AnotherCandidateFindsNoSuchSession()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var other = await organization.AddUserAsync("candidate");
        var id = await organization.CreateSessionAsync();
        (await other.Api.PostAsync($"/sessions/{id}/start")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await other.Api.GetAsync($"/sessions/{id}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task AnotherOrganizationFindsNoSuchSession()
    {
        var organizations = await Task.WhenAll(TestOrganization.CreateAsync(shared.App), TestOrganization.CreateAsync(shared.App));
        var id = await organizations[0].CreateSessionAsync();
        (await organizations[1].Admin.Api.GetAsync($"/sessions/{id}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await organizations[1].Admin.Api.PostAsync($"/sessions/{id}/start")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await organizations[1].Admin.Api.GetAsync($"/sessions/{id}/history")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task TheCandidateNeverSeesItsFigures()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();

        var session = await organization.Candidate.GetSessionAsync(id);

        Assert.Equal("running", session.Status());
        foreach (var figure in new[] { "integrity", "risk", "counts", "alerts" })
            Assert.Equal(JsonValueKind.Null, session.GetProperty(figure).ValueKind);
    }

    [Fact]
    public async Task ManyWhoStartAtOnceStartOnce()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();

        var sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => organization.Candidate.DoAsync(id, "start")));

        Assert.Single(sessions.Select(session => session.Time("startedAt")).Distinct());
        Assert.Single(await organization.Proctor.HistoryAsync(id), "sessionStarted");
    }
}
