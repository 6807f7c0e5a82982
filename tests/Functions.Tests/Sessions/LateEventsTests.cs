using System.Net;
using System.Text.Json;
using Proctoring.Functions.Tests.Events;
using Proctoring.Functions.Tests.Scoring;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>What was accepted before the end counts, also when the stream brings it after the score was final.</summary>
public sealed class LateEventsTests
{
    [Fact]
    public async Task EventsAcceptedBeforeTheEndAreScoredWhenTheyComeAfterTheScoreWasFinalAndTheReportsAreMadeAgain()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        var (ended, _) = await organization.RunSessionAsync();
        var (reviewed, _) = await organization.RunSessionAsync(candidate: await organization.AddUserAsync("candidate"));
        await organization.Proctor.DoAsync(ended, "terminate", new { reason = "over" });
        await organization.Proctor.DoAsync(reviewed, "terminate", new { reason = "over" });
        await Task.WhenAll(new[] { ended, reviewed }.Select(session => ReportsAsync(organization, session, 3)));
        await organization.Proctor.DoAsync(reviewed, "review", new { decision = "cleared" });

        var ends = new Dictionary<string, DateTimeOffset>();
        foreach (var session in new[] { ended, reviewed })
            ends[session] = (await organization.Proctor.GetSessionAsync(session)).Time("endedAt")!.Value;

        // Accepted in time; the sending was tried for half a minute.
        await app.KillAsync();
        foreach (var session in new[] { ended, reviewed })
        {
            var endedAt = ends[session].AddMilliseconds(-1);
            foreach (var id in new[] { "late-1", "late-2", "late-3" })
                await StoppedStream.SendAsync(app, session, StoppedStream.Message(
                    session, organization.Id, JsonSerializer.Serialize(new[] { Sent.Event("MULTIPLE_FACES", endedAt, id: id) }), endedAt));
            await StoppedStream.SendAsync(app, session, StoppedStream.Message(
                session, organization.Id, JsonSerializer.Serialize(new[] { Sent.Event("MULTIPLE_FACES", endedAt, id: "after") }), endedAt.AddSeconds(1)));
        }

        await app.RestartAsync();

        foreach (var session in new[] { ended, reviewed })
        {
            // One more version of each, however many messages were late.
            var reports = await ReportsAsync(organization, session, 6);
            Assert.Equal(6, reports.Count);
            var latest = reports.Where(report => report.Text("format") == "json").MaxBy(report => report.GetProperty("createdAt").GetDateTimeOffset());
            var content = (await organization.Proctor.Api.GetAsync($"/sessions/{session}/reports/{latest.Id()}/content")).Expect(HttpStatusCode.OK).GetRawText();
            Assert.Contains("late-3", content, StringComparison.Ordinal);
            var history = await organization.Proctor.HistoryAsync(session);
            Assert.Single(history, what => what == "lateEventsScored");
            Assert.Equal(2, history.Count(what => what == "sessionFinalized"));
            var view = await organization.Proctor.GetSessionAsync(session);
            Assert.Equal(40, view.GetProperty("integrity").Number("computed"));
            Assert.Equal(["late-1", "late-2", "late-3"], (await organization.Proctor.Api.ListAsync($"/sessions/{session}/events")).Select(e => e.Text("id")));
        }

        Assert.Equal("cleared", (await organization.Proctor.GetSessionAsync(reviewed)).GetProperty("review").Text("decision"));
        Assert.Equal(["after", "after"], (await organization.Admin.Api.ListAsync("/deadletters")).Select(letter => letter.Text("eventId")));
    }

    static Task<List<JsonElement>> ReportsAsync(TestOrganization organization, string session, int count) => Eventually.GetAsync(
        () => organization.Proctor.Api.ListAsync($"/sessions/{session}/reports"),
        reports => reports.Count >= count && reports.All(report => report.Status() == "ready"));
}
