using System.Net;
using System.Text.Json;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Scoring;

[Collection(nameof(SharedApp))]
public sealed class ScoringTests(SharedApp shared)
{
    [Fact]
    public async Task TheDefaultPolicyTakesItsPoints()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();

        await candidate.AcceptAsync(session, Sent.Batch(
            Sent.Event("LOOKING_AWAY"), Sent.Event("NO_FACE"), Sent.Event("OBJECT_DETECTED"),
            Sent.Event("EYE_CLOSED"), Sent.Event("AUDIO_SUSPICIOUS"), Sent.Event("HEARTBEAT")));

        await organization.Proctor.Api.ScoredAsync(session, 6);
        var scored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events");
        Assert.Equal([5, 10, 15, 5, 10, 0], scored.Select(e => e.Number("deduction")));
        var view = (await organization.Proctor.Api.GetAsync($"/sessions/{session}")).Expect(HttpStatusCode.OK);
        Assert.Equal(55, view.GetProperty("integrity").Number("score"));
        Assert.Equal(1, view.GetProperty("counts").Number("NO_FACE"));
    }

    [Fact]
    public async Task WhatIsSentAgainCountsOnce()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        var numbered = Sent.Event("NO_FACE", seq: 1);
        var named = Sent.Event("NO_FACE");

        await candidate.AcceptAsync(session, Sent.Batch(numbered, named, named));
        await candidate.AcceptAsync(session, Sent.Batch(numbered, named));
        await candidate.AcceptAsync(session, Sent.Event("NO_FACE", seq: 1, id: "another-id-of-number-1"));
        await candidate.AcceptAsync(session, Sent.Event("HEARTBEAT", seq: 2, id: "the-last"));

        await ListedAsync(organization, session, "the-last");
        var scored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events");
        Assert.Equal([numbered["id"], named["id"], "the-last"], scored.Select(e => e.Text("id")));
        var statistics = await organization.Proctor.Api.ScoredAsync(session, 3);
        Assert.Equal(3, statistics.Number("total"));
        var view = (await organization.Proctor.Api.GetAsync($"/sessions/{session}")).Expect(HttpStatusCode.OK);
        Assert.Equal(80, view.GetProperty("integrity").Number("computed"));
    }

    [Fact]
    public async Task EventsOfManyRequestsStayInTheirOrder()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        List<string> sent = [];
        for (var request = 0; request < 30; request++)
            sent.AddRange(await candidate.AcceptAsync(
                session, Sent.Batch(Enumerable.Range(1, 20).Select(n => Sent.Event("MOUSE_SAMPLE", seq: request * 20 + n)
                    .With("data", new { pxPerSecond = 400 + n })))));

        await organization.Proctor.Api.ScoredAsync(session, sent.Count);

        var scored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events?limit=200");
        Assert.Equal(sent, scored.Select(e => e.Text("id")));
    }

    [Fact]
    public async Task TheCandidateHearsThatItsEventsAreKeptAndNothingElse()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var session = await organization.CreateSessionAsync();
        await using var candidate = await organization.Candidate.ConnectAsync();
        await using var proctor = await organization.Proctor.WatchAsync(new { sessionId = session });
        var (_, api) = await organization.StartSessionAsync(session);

        var sent = Enumerable.Range(1, 5).Select(n => Sent.Event("MULTIPLE_FACES", seq: n)).ToList();
        await api.AcceptAsync(session, Sent.Batch(sent));

        var ack = await candidate.WaitForAsync("ack");
        Assert.Equal((session, 5, 5), (ack.Text("sessionId"), ack.Number("accepted"), ack.Number("upToSeq")));
        await proctor.WaitForAsync("alert");
        await proctor.WaitForAsync("score");
        Assert.All(candidate.Messages, message => Assert.Contains(message.Method, new[] { "ack", "session" }));
        Assert.DoesNotContain(proctor.Messages, message => message.Method == "ack");
    }

    [Fact]
    public async Task AnAckSaysUpToWhichNumberNoneIsMissingAndComesForRepeatsToo()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var session = await organization.CreateSessionAsync();
        await using var candidate = await organization.Candidate.ConnectAsync();
        var (_, api) = await organization.StartSessionAsync(session);
        var (first, third) = (Sent.Event("COPY", seq: 1), Sent.Event("COPY", seq: 3));

        await api.AcceptAsync(session, Sent.Batch(first, third));
        await candidate.WaitForAsync("ack", ack => ack.Number("accepted") == 2 && ack.Number("upToSeq") == 1);
        await api.AcceptAsync(session, third);
        await candidate.WaitForAsync("ack", ack => ack.Number("accepted") == 1 && ack.Number("upToSeq") == 1);
        await api.AcceptAsync(session, Sent.Event("COPY", seq: 2));
        await candidate.WaitForAsync("ack", ack => ack.Number("upToSeq") == 3);
    }

    [Fact]
    public async Task ProctorsSeeActivityAndTheScoreAsItChanges()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var session = await organization.CreateSessionAsync();
        await using var proctor = await organization.Proctor.WatchAsync(new { sessionId = session });
        await using var admin = await organization.Admin.WatchAsync(new { });
        var (_, api) = await organization.StartSessionAsync(session);

        await api.AcceptAsync(session, Sent.Event("NO_FACE", id: "seen-at-once").With("confidence", 0.5));

        var activity = await proctor.WaitForAsync("activity");
        Assert.Equal(session, activity.Text("sessionId"));
        var scored = Assert.Single(activity.GetProperty("events").EnumerateArray().ToList());
        Assert.Equal(("seen-at-once", "NO_FACE", 10), (scored.Text("id"), scored.Text("type"), scored.Number("deduction")));
        foreach (var client in new[] { proctor, admin })
        {
            var score = await client.WaitForAsync("score");
            Assert.Equal((session, 90, "low"), (score.Text("sessionId"), score.Number("integrity"), score.Text("level")));
            Assert.True(score.GetProperty("version").GetInt64() > 0);
            Assert.Equal(JsonValueKind.Number, score.GetProperty("risk").ValueKind);
        }

        Assert.DoesNotContain(admin.Messages, message => message.Method == "activity");
    }

    [Fact]
    public async Task ProctorsHearOfARiskThatGrowsWhileNoPointsAreLost()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var session = await organization.CreateSessionAsync();
        await using var proctor = await organization.Proctor.WatchAsync(new { sessionId = session });
        var (_, api) = await organization.StartSessionAsync(session);

        await api.AcceptAsync(session, Sent.Event("FOCUS_LOST").With("durationMs", 60_000));

        var score = await proctor.WaitForAsync("score");
        Assert.Equal((session, 100), (score.Text("sessionId"), score.Number("integrity")));
        Assert.True(score.GetProperty("risk").GetDouble() > 0);
    }

    [Fact]
    public async Task EventsOfAPauseAreKeptAndCostNothing()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        (await organization.Proctor.Api.PostAsync($"/sessions/{session}/pause", new { reason = "fire alarm" })).Expect(HttpStatusCode.OK);

        await candidate.AcceptAsync(session, Sent.Event("NO_FACE"));

        await organization.Proctor.Api.ScoredAsync(session, 1);
        var scored = Assert.Single(await organization.Proctor.Api.ListAsync($"/sessions/{session}/events"));
        Assert.Equal(0, scored.Number("deduction"));
        Assert.Contains("paused", scored.Text("reason"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AMessageThatRaisesMoreAlertsThanATransactionHoldsIsScoredInParts()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        string[] types = ["COPY", "PASTE", "DEVTOOLS", "CAMERA_OFF", "MICROPHONE_OFF"];
        // Two minutes to and fro: each is an episode of its own.
        var start = DateTimeOffset.UtcNow;
        var sent = Enumerable.Range(0, 100).Select(n => Sent.Event(types[n % 5], start.AddMinutes(n / 5 % 2 * 2), seq: n + 1)
            .With("data", new { padding = new string('x', 8000) })).ToList();

        await candidate.AcceptAsync(session, Sent.Batch(sent));

        await organization.Proctor.Api.ScoredAsync(session, 100);
        var alerts = await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts");
        Assert.Equal(sent.Select(e => e["id"]), alerts.Select(a => a.GetProperty("events")[0].GetString()));
        Assert.Equal(alerts.Count, alerts.Select(a => a.Text("id")).Distinct().Count());
        var view = (await organization.Proctor.Api.GetAsync($"/sessions/{session}")).Expect(HttpStatusCode.OK);
        Assert.Equal(alerts.Count, view.GetProperty("alerts").Number("total"));
        // A list of sessions gives the latest of them.
        var listed = Assert.Single(await organization.Proctor.Api.ListAsync("/sessions?alerts=open")).GetProperty("openAlerts");
        Assert.Equal(
            alerts.AsEnumerable().Reverse().Take(50).Select(alert => alert.Text("id")), listed.EnumerateArray().Select(alert => alert.Text("id")));
        Assert.Equal(100, (await organization.Proctor.Api.ListAsync($"/sessions/{session}/events")).Count);
    }

    static Task ListedAsync(TestOrganization organization, string session, string id) => Eventually.GetAsync(
        () => organization.Proctor.Api.ListAsync($"/sessions/{session}/events"), events => events.Any(e => e.Text("id") == id));
}
