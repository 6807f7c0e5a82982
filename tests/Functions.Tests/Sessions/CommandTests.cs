using System.Net;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class CommandTests(SharedApp shared)
{
    [Fact]
    public async Task APauseStopsTheClockAndResumingMovesTheDeadline()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        var started = await organization.Proctor.GetSessionAsync(id);
        await using var watcher = await organization.Proctor.WatchAsync(new { sessionId = id });

        var paused = await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });
        var told = await watcher.WaitForAsync("session", message => message.Status() == "paused");
        var resumed = await organization.Proctor.DoAsync(id, "resume");

        Assert.Equal("paused", paused.Status());
        Assert.Null(paused.Time("deadline"));
        var remaining = paused.GetProperty("remainingSeconds").GetInt64();
        Assert.InRange(remaining, 1, started.GetProperty("durationSeconds").GetInt64());
        Assert.Equal(remaining, told.GetProperty("remainingSeconds").GetInt64());
        Assert.Equal(JsonValueKind.Null, started.GetProperty("remainingSeconds").ValueKind);
        Assert.Equal("running", resumed.Status());
        Assert.True(resumed.Time("deadline") > started.Time("deadline"));
        Assert.Equal(started.GetProperty("durationSeconds").GetInt32(), resumed.GetProperty("durationSeconds").GetInt32());
    }

    [Fact]
    public async Task TheSessionSaysWhyItIsPausedOrHasEnded()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        Assert.Null(await ReasonAsync());

        await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });
        Assert.Equal("fire drill", await ReasonAsync());
        await organization.Proctor.DoAsync(id, "resume");
        Assert.Null(await ReasonAsync());
        await organization.Proctor.DoAsync(id, "terminate", new { reason = "left the room" });
        Assert.Equal("left the room", await ReasonAsync());

        // As the candidate gets it, also after its page was loaded anew and the message is gone.
        async Task<string?> ReasonAsync() =>
            (await organization.Candidate.GetSessionAsync(id)).TryGetProperty("reason", out var reason) ? reason.GetString() : null;
    }

    [Fact]
    public async Task GrantedTimeMovesTheDeadlineByThatMuch()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync(durationMinutes: 60);
        var started = await organization.Proctor.GetSessionAsync(id);

        var granted = await organization.Proctor.DoAsync(id, "time", new { minutes = 15, reason = "the network was down" });

        Assert.Equal(started.Time("deadline")!.Value.AddMinutes(15), granted.Time("deadline"));
        Assert.Equal(75 * 60, granted.GetProperty("durationSeconds").GetInt32());
        granted = await organization.Proctor.DoAsync(id, "time", new { minutes = 480, reason = "as much as can be" });
        Assert.Equal(555 * 60, granted.GetProperty("durationSeconds").GetInt32());
    }

    [Fact]
    public async Task ManyGrantsAtOnceAllCountOnce()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync(durationMinutes: 60);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            organization.Proctor.DoAsync(id, "time", new { minutes = 1, reason = "one of many" })));

        Assert.Equal(66 * 60, (await organization.Proctor.GetSessionAsync(id)).GetProperty("durationSeconds").GetInt32());
        Assert.Equal(6, (await organization.Proctor.HistoryAsync(id)).Count(what => what == "timeGranted"));
    }

    [Fact]
    public async Task ARepeatedCommandChangesNothing()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();

        var first = await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });
        var second = await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });

        Assert.Equal(first.Version(), second.Version());
        Assert.Single(await organization.Proctor.HistoryAsync(id), "sessionPaused");
    }

    [Fact]
    public async Task WhatTheStateDoesNotAllowIsRefusedWithTheReason()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var proctor = organization.Proctor.Api;
        var scheduled = await organization.CreateSessionAsync();
        (await proctor.PostAsync($"/sessions/{scheduled}/pause", new { reason = "too early" })).ExpectRefusal("not started");
        (await proctor.PostAsync($"/sessions/{scheduled}/resume")).ExpectRefusal("not started");
        (await organization.Candidate.Api.PostAsync($"/sessions/{scheduled}/submit")).ExpectRefusal("not started");

        var (running, _) = await organization.RunSessionAsync();
        (await proctor.PostAsync($"/sessions/{running}/resume")).ExpectRefusal("not paused");
        (await proctor.PostAsync($"/sessions/{running}/review", new { decision = "cleared" })).ExpectRefusal("not ended");

        await organization.Proctor.DoAsync(running, "terminate", new { reason = "cheated" });
        (await proctor.PostAsync($"/sessions/{running}/pause", new { reason = "too late" })).ExpectRefusal("ended");
        (await proctor.PostAsync($"/sessions/{running}/time", new { minutes = 5, reason = "too late" })).ExpectRefusal("ended");
        (await organization.Candidate.Api.PostAsync($"/sessions/{running}/start")).ExpectRefusal("ended");
    }

    [Theory]
    [InlineData("pause", """{}""", "reason")]
    [InlineData("pause", """{"reason":""}""", "reason")]
    [InlineData("pause", """{"reason":7}""", "reason")]
    [InlineData("terminate", """{"reason":"   "}""", "reason")]
    [InlineData("time", """{"minutes":0,"reason":"why not"}""", "minutes")]
    [InlineData("time", """{"minutes":481,"reason":"why not"}""", "minutes")]
    [InlineData("time", """{"minutes":1.5,"reason":"why not"}""", "minutes")]
    [InlineData("time", """{"minutes":5}""", "reason")]
    [InlineData("review", """{"decision":"guilty"}""", "decision")]
    [InlineData("review", """{}""", "decision")]
    public async Task BadInputIsRefusedByField(string command, string body, string field)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await organization.Proctor.Api.PostAsync($"/sessions/{id}/{command}", content))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }

    [Fact]
    public async Task TerminatingBeforeTheStartCancels()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        var session = await organization.Proctor.DoAsync(id, "terminate", new { reason = "the exam was called off" });
        Assert.Equal("cancelled", session.Status());
        Assert.Equal("the exam was called off", session.GetProperty("reason").GetString());
        Assert.NotNull(session.Time("endedAt"));
    }

    [Fact]
    public async Task OnlyItsCandidateSubmits()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        (await organization.Proctor.Api.PostAsync($"/sessions/{id}/submit")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task EveryChangeIsPushedToTheProctorAndTheCandidate()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();
        await using var proctor = await organization.Proctor.WatchAsync(new { sessionId = id });
        await using var candidate = await organization.Candidate.ConnectAsync();

        await organization.Candidate.DoAsync(id, "start");
        await organization.Proctor.DoAsync(id, "pause", new { reason = "fire drill" });

        foreach (var client in new[] { proctor, candidate })
        {
            var running = await client.WaitForAsync("session", message => message.Status() == "running");
            Assert.Equal(id, running.GetProperty("sessionId").GetString());
            Assert.NotNull(running.Time("deadline"));
            Assert.Equal("present", running.GetProperty("presence").GetString());
            var paused = await client.WaitForAsync("session", message => message.Status() == "paused");
            Assert.Equal("fire drill", paused.GetProperty("reason").GetString());
        }
    }
}
