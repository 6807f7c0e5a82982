using System.Net;
using System.Text.Json;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Alerts;

[Collection(nameof(SharedApp))]
public sealed class AlertTests(SharedApp shared)
{
    [Fact]
    public async Task AnAlertReachesThoseWhoWatchTheSessionTheExamOrTheOrganization()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var exam = await organization.CreateExamAsync();
        var session = await organization.CreateSessionAsync(exam);
        await using var bySession = await organization.Proctor.WatchAsync(new { sessionId = session });
        await using var byExam = await (await organization.AddUserAsync("proctor")).WatchAsync(new { examId = exam });
        await using var byOrganization = await organization.Admin.WatchAsync(new { });
        await using var candidate = await organization.Candidate.ConnectAsync();
        await using var stranger = await (await TestOrganization.CreateAsync(shared.App)).Admin.WatchAsync(new { });
        var (_, api) = await organization.StartSessionAsync(session);
        var at = DateTimeOffset.UtcNow;

        await api.AcceptAsync(session, Sent.Event("MULTIPLE_FACES", at, id: "two-faces").With("confidence", 0.9));

        foreach (var client in new[] { bySession, byExam, byOrganization })
        {
            var alert = await client.WaitForAsync("alert");
            Assert.Equal(
                ["at", "candidateId", "events", "id", "message", "risk", "sessionId", "severity", "type"],
                alert.EnumerateObject().Select(field => field.Name).Order());
            Assert.Equal((session, organization.Candidate.Id), (alert.Text("sessionId"), alert.Text("candidateId")));
            Assert.Equal(("MULTIPLE_FACES", "critical"), (alert.Text("type"), alert.Text("severity")));
            Assert.Equal("two-faces", Assert.Single(alert.GetProperty("events").EnumerateArray().ToList()).GetString());
            Assert.Equal(at, alert.GetProperty("at").GetDateTimeOffset());
            Assert.False(string.IsNullOrEmpty(alert.Text("message")));
        }

        await candidate.WaitForAsync("ack");
        Assert.DoesNotContain(candidate.Messages, message => message.Method is "alert" or "score" or "activity");
        Assert.Empty(stranger.Messages);
    }

    [Fact]
    public async Task AnEpisodeGivesOneAlertHoweverManyEventsItHas()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        for (var n = 0; n < 3; n++)
            await candidate.AcceptAsync(session, Sent.Batch(Enumerable.Range(0, 10).Select(_ => Sent.Event("FACE_MISMATCH"))));

        await organization.Proctor.Api.ScoredAsync(session, 30);

        var alerts = await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts");
        Assert.Single(alerts, alert => alert.Text("type") == "FACE_MISMATCH");
    }

    [Fact]
    public async Task AlertsAreListedOldestFirstPageByPage()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        var start = DateTimeOffset.UtcNow;
        string[] types = ["NO_FACE", "MULTIPLE_FACES", "OBJECT_DETECTED", "DEVTOOLS", "COPY", "PASTE", "CAMERA_OFF", "FACE_MISMATCH"];
        var sent = types.Select(type => Sent.Event(type, start)).ToList();
        await candidate.AcceptAsync(session, Sent.Batch(sent));
        await organization.Proctor.Api.ScoredAsync(session, types.Length);

        var alerts = await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts?limit=5");

        var episodes = alerts.Where(alert => alert.Text("type") != "INTEGRITY");
        Assert.Equal(sent.Select(e => e["id"]), episodes.Select(alert => alert.GetProperty("events")[0].GetString()));
        Assert.Equal(alerts.Select(alert => alert.Text("id")).Order(StringComparer.Ordinal), alerts.Select(alert => alert.Text("id")));
        Assert.All(alerts, alert => Assert.Equal("open", alert.Text("status")));
    }

    [Fact]
    public async Task AFloodDatedLongAgoIsOneAlertAndTheNextEpisodeStillRaisesOne()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        var longAgo = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var request = 0; request < 11; request++)
            await candidate.AcceptAsync(session, Sent.Batch(Enumerable.Range(request * 100, 100).Select(n => Sent.Event("PASTE", longAgo.AddSeconds(61 * n)))));
        // Another type, and it comes through.
        await candidate.AcceptAsync(session, Sent.Event("CAMERA_OFF"));
        await organization.Proctor.Api.ScoredAsync(session, 1_101);

        var alerts = await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts");
        Assert.Equal(["PASTE", "CAMERA_OFF"], alerts.Select(alert => alert.Text("type")));
        Assert.True(alerts[0].GetProperty("at").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddHours(-1));
        var scored = (await organization.Proctor.Api.GetAsync($"/sessions/{session}/events?limit=1")).Expect(HttpStatusCode.OK).GetProperty("items")[0];
        Assert.True(scored.GetProperty("beforeStart").GetBoolean());
        Assert.Contains("before the start", scored.Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAlertIsResolvedOnce()
    {
        var (organization, session, alert) = await RaiseAsync();
        var path = $"/sessions/{session}/alerts/{alert.Text("id")}/resolve";

        var resolved = (await organization.Proctor.Api.PostAsync(path, new { note = "spoke to the candidate" })).Expect(HttpStatusCode.OK);
        var again = (await organization.Admin.Api.PostAsync(path, new { note = "me too" })).Expect(HttpStatusCode.OK);

        Assert.Equal(
            ("resolved", organization.Proctor.Id, "spoke to the candidate"),
            (resolved.Text("status"), resolved.Text("resolvedBy"), resolved.Text("note")));
        Assert.Equal(resolved.GetRawText(), again.GetRawText());
        var listed = Assert.Single(await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts"));
        Assert.Equal(resolved.GetRawText(), listed.GetRawText());
        var view = (await organization.Proctor.Api.GetAsync($"/sessions/{session}")).Expect(HttpStatusCode.OK);
        Assert.Equal((0, 1), (view.GetProperty("alerts").Number("open"), view.GetProperty("alerts").Number("total")));
    }

    [Fact]
    public async Task WhoWatchesHearsThatAnAlertIsResolved()
    {
        var (organization, session, alert) = await RaiseAsync();
        await using var bySession = await organization.Proctor.WatchAsync(new { sessionId = session });
        await using var byOrganization = await organization.Admin.WatchAsync(new { });
        await using var candidate = await organization.Candidate.ConnectAsync();

        (await organization.Proctor.Api.PostAsync($"/sessions/{session}/alerts/{alert.Text("id")}/resolve", new { note = "seen" })).Expect(HttpStatusCode.OK);
        await organization.Proctor.Api.PostAsync($"/sessions/{session}/pause", new { reason = "to tell the candidate something" });

        foreach (var client in new[] { bySession, byOrganization })
        {
            var resolved = await client.WaitForAsync("resolved");
            Assert.Equal(
                (alert.Text("id"), session, organization.Proctor.Id, "seen", 0),
                (resolved.Text("id"), resolved.Text("sessionId"), resolved.Text("resolvedBy"), resolved.Text("note"), resolved.Number("open")));
        }

        await candidate.WaitForAsync("session");
        Assert.DoesNotContain(candidate.Messages, message => message.Method == "resolved");
    }

    [Fact]
    public async Task ANoteMayBeLongAndHaveLines()
    {
        var (organization, session, alert) = await RaiseAsync();
        var note = $"spoke to the candidate\n{new string('n', 1_977)}";
        var before = DateTimeOffset.UtcNow;

        var resolved = (await organization.Proctor.Api.PostAsync($"/sessions/{session}/alerts/{alert.Text("id")}/resolve", new { note })).Expect(HttpStatusCode.OK);

        Assert.Equal((2_000, note), (note.Length, resolved.Text("note")));
        Assert.InRange(resolved.GetProperty("resolvedAt").GetDateTimeOffset(), before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task ACursorIsOneThatTheListReturned()
    {
        var (organization, session, alert) = await RaiseAsync();

        // A key, and of something else.
        (await organization.Proctor.Api.GetAsync($"/sessions/{session}/alerts?cursor=bm8gaWQ")).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "cursor");
        var page = (await organization.Proctor.Api.GetAsync($"/sessions/{session}/alerts?limit=1")).Expect(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        Assert.Equal([alert.GetRawText()], page.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
    }

    [Fact]
    public async Task AnAlertIsResolvedWithoutANote()
    {
        var (organization, session, alert) = await RaiseAsync();

        var resolved = (await organization.Proctor.Api.PostAsync($"/sessions/{session}/alerts/{alert.Text("id")}/resolve")).Expect(HttpStatusCode.OK);

        Assert.Equal("resolved", resolved.Text("status"));
        Assert.Equal(JsonValueKind.Null, resolved.GetProperty("note").ValueKind);
    }

    [Fact]
    public async Task WhatIsNoAlertOfTheSessionCannotBeResolved()
    {
        var (organization, session, alert) = await RaiseAsync();
        var (other, _, _) = await RaiseAsync();
        var another = await organization.CreateSessionAsync();
        var id = alert.Text("id");

        (await organization.Proctor.Api.PostAsync($"/sessions/{session}/alerts/nothing/resolve")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await organization.Proctor.Api.PostAsync($"/sessions/{another}/alerts/{id}/resolve")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await other.Proctor.Api.PostAsync($"/sessions/{session}/alerts/{id}/resolve")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await organization.Candidate.Api.PostAsync($"/sessions/{session}/alerts/{id}/resolve")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await organization.Proctor.Api.PostAsync($"/sessions/no%20id/alerts/{id}/resolve")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await organization.Proctor.Api.PostAsync($"/sessions/unknown/alerts/{id}/resolve")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await organization.Proctor.Api.PostAsync($"/sessions/{session}/alerts/no%20id/resolve")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        foreach (var note in new object[] { 7, new string('n', 2_001), "\u202Edeen" })
            (await organization.Proctor.Api.PostAsync($"/sessions/{session}/alerts/{id}/resolve", new { note }))
                .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "note");
        Assert.Equal("open", Assert.Single(await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts")).Text("status"));
    }

    async Task<(TestOrganization Organization, string Session, JsonElement Alert)> RaiseAsync()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        await candidate.AcceptAsync(session, Sent.Event("CAMERA_OFF"));
        await organization.Proctor.Api.ScoredAsync(session, 1);
        return (organization, session, Assert.Single(await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts")));
    }
}
