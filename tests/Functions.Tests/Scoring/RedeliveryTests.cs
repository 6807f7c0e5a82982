using System.Net;
using Azure.Messaging.EventHubs;
using Proctoring.Functions.Tests.Events;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Scoring;

public sealed class RedeliveryTests
{
    [Fact]
    public async Task TheWholeStreamDeliveredAgainChangesNothing()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        var (session, candidate) = await organization.RunSessionAsync();
        var (ended, endedCandidate) = await organization.RunSessionAsync();
        for (var request = 0; request < 5; request++)
            await candidate.AcceptAsync(session, Sent.Batch(Sent.Event("NO_FACE"), Sent.Event("MULTIPLE_FACES"), Sent.Event("COPY")));
        (await organization.Proctor.Api.PostAsync($"/sessions/{ended}/terminate", new { reason = "left" })).Expect(HttpStatusCode.OK);
        await endedCandidate.AcceptAsync(ended, Sent.Event("COPY"));
        await organization.Proctor.Api.ScoredAsync(session, 15);
        await DeadLetterTests.LettersAsync(organization, 1);
        var before = await SnapshotAsync(organization, session);

        await app.KillAsync();
        StoppedStream.ForgetCheckpoints(app);
        await app.RestartAsync();
        // Behind everything that is delivered again, so that its coming through tells that this is done.
        await candidate.AcceptAsync(session, Sent.Event("HEARTBEAT", id: "afterwards"));
        await endedCandidate.AcceptAsync(ended, Sent.Event("HEARTBEAT", id: "afterwards"));
        await organization.Proctor.Api.ScoredAsync(session, 16);
        var letters = await DeadLetterTests.LettersAsync(organization, 2);

        Assert.Equal(2, letters.Count);
        var after = await SnapshotAsync(organization, session);
        Assert.Equal(before.Integrity, after.Integrity);
        Assert.Equal(before.Alerts, after.Alerts);
        Assert.Equal([.. before.Events, "afterwards"], after.Events);
    }

    [Fact]
    public async Task WhatIsNoEventIsSetAsideWithItsReasonAndBlocksNothing()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        var (session, candidate) = await organization.RunSessionAsync();
        var now = DateTimeOffset.UtcNow.ToString("O");
        await app.KillAsync();

        await StoppedStream.SendAsync(
            app, session,
            StoppedStream.Message(session, organization.Id, "this is not JSON"),
            StoppedStream.Message(session, organization.Id, $$"""
                [{"id":"known","type":"COPY","occurredAt":"{{now}}"},{"id":"unknown","type":"TELEPATHY","occurredAt":"{{now}}"}]
                """),
            StoppedStream.Message("nobody", organization.Id, $$"""[{"id":"lost","type":"COPY","occurredAt":"{{now}}"}]"""),
            new EventData("neither session nor anything"));
        await app.RestartAsync();
        await candidate.AcceptAsync(session, Sent.Event("COPY", id: "behind"));

        await organization.Proctor.Api.ScoredAsync(session, 2);
        var scored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events");
        Assert.Equal(["known", "behind"], scored.Select(e => e.Text("id")));
        var letters = await DeadLetterTests.LettersAsync(organization, 3);
        Assert.Equal(3, letters.Count);
        var malformed = Assert.Single(letters, letter => letter.Text("reason").StartsWith("malformed: body", StringComparison.Ordinal));
        Assert.Equal("this is not JSON", malformed.Text("event"));
        var unknownType = Assert.Single(letters, letter => letter.Text("reason").StartsWith("malformed: type", StringComparison.Ordinal));
        Assert.Equal("unknown", unknownType.GetProperty("event").Text("id"));
        var unknownSession = Assert.Single(letters, letter => letter.Text("reason") == "unknown session");
        Assert.Equal("lost", unknownSession.Text("eventId"));
    }

    sealed record Snapshot(int Integrity, List<string> Events, List<string> Alerts);

    static async Task<Snapshot> SnapshotAsync(TestOrganization organization, string session)
    {
        var view = (await organization.Proctor.Api.GetAsync($"/sessions/{session}")).Expect(HttpStatusCode.OK);
        var events = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events");
        var alerts = await organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts");
        return new(
            view.GetProperty("integrity").Number("computed"),
            [.. events.Select(e => e.Text("id"))],
            [.. alerts.Select(alert => alert.GetRawText())]);
    }
}
