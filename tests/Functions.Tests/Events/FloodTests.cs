using System.Net;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Events;

/// <summary>One candidate sends as much as it can.</summary>
public sealed class FloodTests
{
    [Fact]
    public async Task AFloodIsTurnedAwayForAMomentAndNobodyElseIs()
    {
        await using var app = await TestApp.StartAsync(new Dictionary<string, string>
        {
            ["Limits:SessionEventsPerSecond"] = "100",
            ["Limits:SessionEventsBurst"] = "1000",
        });
        var organization = await TestOrganization.CreateAsync(app);
        var (flooded, flooder) = await organization.RunSessionAsync();
        var (quiet, other) = await organization.RunSessionAsync(candidate: await organization.AddUserAsync("candidate"));

        var accepted = 0;
        ApiReply refused;
        while ((refused = await flooder.PostAsync($"/sessions/{flooded}/events", Hundred())).Status == HttpStatusCode.Accepted) accepted += 100;

        refused.ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        Assert.InRange(accepted, 1_000, 5_000);
        await other.AcceptAsync(quiet, Hundred());
        // Later it goes on, and what was accepted is there.
        await Eventually.GetAsync(() => flooder.PostAsync($"/sessions/{flooded}/events", Hundred()), reply => reply.Status == HttpStatusCode.Accepted);
        Assert.Equal(accepted + 100, (await organization.Proctor.Api.ScoredAsync(flooded, accepted + 100)).Number("total"));
    }

    [Fact]
    public async Task WhatIsNotAcceptableUsesUpAsMuchAsWhatIs()
    {
        await using var app = await TestApp.StartAsync(new Dictionary<string, string>
        {
            ["Limits:SessionEventsPerSecond"] = "1",
            ["Limits:SessionEventsBurst"] = "100",
        });
        var (session, candidate) = await (await TestOrganization.CreateAsync(app)).RunSessionAsync();

        (await candidate.PostAsync($"/sessions/{session}/events", Sent.Batch(Enumerable.Range(0, 100).Select(_ => new { }))))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input");

        // So many that they would have to wait for most of a minute.
        (await candidate.PostAsync($"/sessions/{session}/events", Sent.Batch(Enumerable.Range(0, 50).Select(_ => Sent.Event("HEARTBEAT")))))
            .ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
    }

    [Fact]
    public async Task ASessionThatHasSentAllThatIsKeptIsCountedAndItsNextTokenOpensForGraveEventsOnly()
    {
        await using var app = await TestApp.StartAsync(new Dictionary<string, string> { ["Limits:SessionEvents"] = "150" });
        var organization = await TestOrganization.CreateAsync(app);
        var (session, candidate) = await organization.RunSessionAsync();
        await using var listening = await organization.Candidate.ConnectAsync();
        await candidate.AcceptAsync(session, Hundred());
        Assert.False((await organization.Proctor.GetSessionAsync(session)).GetProperty("limited").GetBoolean());

        // The token of before knows nothing of it.
        await candidate.AcceptAsync(session, Hundred());
        await candidate.AcceptAsync(session, Sent.Event("MULTIPLE_FACES", id: "grave"));

        await organization.Proctor.Api.ScoredAsync(session, 201);
        var view = await organization.Proctor.GetSessionAsync(session);
        Assert.True(view.GetProperty("limited").GetBoolean());
        Assert.Equal(200, view.GetProperty("counts").Number("HEARTBEAT"));
        // The candidate hears of what is only counted as of the rest: it need not be sent again.
        await Eventually.GetAsync(
            () => Task.FromResult(listening.Messages.Where(message => message.Method == "ack").Sum(ack => ack.Payload.Number("accepted"))),
            acknowledged => acknowledged >= 201);
        Assert.Contains("sessionLimited", await organization.Proctor.HistoryAsync(session));
        Assert.False((await organization.Candidate.GetSessionAsync(session)).TryGetProperty("limited", out _));
        var stored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events?limit=200");
        Assert.Equal(151, stored.Count);
        Assert.Equal("grave", stored[^1].Text("id"));
        Assert.Equal(
            ["EVENT_LIMIT", "MULTIPLE_FACES"],
            (await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts")).Select(alert => alert.Text("type")).Order());

        var (_, renewed) = await organization.StartSessionAsync(session);
        var refused = await renewed.PostAsync($"/sessions/{session}/events", Hundred());
        refused.ExpectProblem(HttpStatusCode.TooManyRequests, "too-many");
        Assert.Equal(TimeSpan.FromMinutes(15), refused.Headers.RetryAfter?.Delta);
        Assert.Equal((100, "type"), (refused.Json.GetProperty("refused").GetArrayLength(), refused.Json.GetProperty("refused")[99].Text("field")));
        Assert.NotNull(refused.Json.Time("receivedAt"));
        var mixed = (await renewed.PostAsync($"/sessions/{session}/events", Sent.Batch(Sent.Event("COPY", id: "no"), Sent.Event("CAMERA_OFF", id: "yes"))))
            .Expect(HttpStatusCode.Accepted);
        Assert.Equal(["yes"], mixed.GetProperty("accepted").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(("no", "type"), (mixed.GetProperty("refused")[0].Text("id"), mixed.GetProperty("refused")[0].Text("field")));
        (await renewed.PostAsync($"/sessions/{session}/events", Sent.Event("CAMERA_OFF").With("seq", 0))).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "seq");
    }

    static object Hundred() => Sent.Batch(Enumerable.Range(0, 100).Select(_ => Sent.Event("HEARTBEAT")).ToList());
}
