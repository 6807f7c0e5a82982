using System.Net;
using Proctoring.Functions.Tests.Events;
using Proctoring.Functions.Tests.Reports;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>What the whole application counts and measures, as <c>/local/metrics</c> shows it.</summary>
public sealed class MetricTests(ObservedApp observed) : IClassFixture<ObservedApp>
{
    const string Accepted = "proctoring_events_accepted_total";
    const string Scored = "proctoring_events_scored_total";

    [Fact]
    public async Task AResendCountsAsAcceptedAndIsNotScoredAgain()
    {
        var (session, candidate) = await observed.Organization.RunSessionAsync();
        var (accepted, scored) = (await observed.ReadAsync(Accepted), await observed.ReadAsync(Scored));
        var lags = await observed.ReadAsync("proctoring_scoring_lag_milliseconds_count");
        var batch = Sent.Batch(Sent.Event("COPY", seq: 1), Sent.Event("PASTE", seq: 2), Sent.Event("NO_FACE", seq: 3));

        await candidate.AcceptAsync(session, batch);
        await candidate.AcceptAsync(session, batch);
        await candidate.AcceptAsync(session, Sent.Event("HEARTBEAT", seq: 4));
        await observed.Organization.Proctor.Api.ScoredAsync(session, 4);

        await observed.ReachesAsync(Scored, scored + 4);
        Assert.Equal(scored + 4, await observed.ReadAsync(Scored));
        Assert.Equal(accepted + 7, await observed.ReadAsync(Accepted));
        // Two of the three requests brought something new.
        await observed.ReachesAsync("proctoring_scoring_lag_milliseconds_count", lags + 2);
        Assert.Equal(lags + 2, await observed.ReadAsync("proctoring_scoring_lag_milliseconds_count"));
        Assert.True(await observed.ReadAsync("proctoring_scoring_lag_milliseconds_max") > 0);
    }

    [Fact]
    public async Task AlertsAreCountedByType()
    {
        var (session, candidate) = await observed.Organization.RunSessionAsync();
        var before = await observed.ReadAsync("proctoring_alerts_total{type=\"MULTIPLE_FACES\"}");

        await candidate.AcceptAsync(session, Sent.Event("MULTIPLE_FACES"));
        await observed.Organization.Proctor.Api.ScoredAsync(session, 1);

        var raised = await observed.Organization.Proctor.Api.ListAsync($"/sessions/{session}/alerts");
        Assert.Single(raised, alert => alert.Text("type") == "MULTIPLE_FACES");
        await observed.ReachesAsync("proctoring_alerts_total{type=\"MULTIPLE_FACES\"}", before + 1);
        Assert.Equal(before + 1, await observed.ReadAsync("proctoring_alerts_total{type=\"MULTIPLE_FACES\"}"));
    }

    [Fact]
    public async Task WhatIsTurnedAwayIsCountedByReason()
    {
        var (session, candidate) = await observed.Organization.RunSessionAsync();
        var invalid = await observed.ReadAsync(Refused("invalid-input"));
        var accepted = await observed.ReadAsync(Accepted);
        var path = $"/sessions/{session}/events";

        (await candidate.PostAsync(path, Sent.Batch(Sent.Event("TELEPATHY"), Sent.Event("COPY"), Sent.Event("CLAIRVOYANCE")))).Expect(HttpStatusCode.Accepted);
        (await candidate.PostAsync(path, Sent.Event("TELEPATHY"))).Expect(HttpStatusCode.BadRequest);
        (await candidate.PostAsync(path, Sent.Raw("no JSON"))).Expect(HttpStatusCode.BadRequest);
        (await candidate.PostAsync(path, Sent.Batch(Enumerable.Range(0, 101).Select(_ => Sent.Event("COPY"))))).Expect(HttpStatusCode.RequestEntityTooLarge);
        (await observed.App.Anonymous.PostAsync(path, Sent.Event("COPY"))).Expect(HttpStatusCode.Unauthorized);
        (await candidate.PostAsync("/sessions/another/events", Sent.Event("COPY"))).Expect(HttpStatusCode.NotFound);

        Assert.Equal(invalid + 4, await observed.ReadAsync(Refused("invalid-input")));
        Assert.Equal(1, await observed.ReadAsync(Refused("too-large")));
        Assert.Equal(1, await observed.ReadAsync(Refused("unauthenticated")));
        Assert.Equal(1, await observed.ReadAsync(Refused("not-found")));
        Assert.Equal(accepted + 1, await observed.ReadAsync(Accepted));

        static string Refused(string reason) => $"proctoring_events_refused_total{{reason=\"{reason}\"}}";
    }

    [Fact]
    public async Task DeadLettersAreCountedByReason()
    {
        const string ended = "proctoring_deadletters_total{reason=\"session ended\"}";
        var (session, candidate) = await observed.Organization.RunSessionAsync();
        var before = await observed.ReadAsync(ended);
        (await observed.Organization.Candidate.Api.PostAsync($"/sessions/{session}/submit", new { })).Expect(HttpStatusCode.OK);

        await candidate.AcceptAsync(session, Sent.Batch(Sent.Event("COPY"), Sent.Event("PASTE")));

        await observed.ReachesAsync(ended, before + 2);
        Assert.Equal(before + 2, await observed.ReadAsync(ended));
    }

    [Fact]
    public async Task TheTimeAReportTakesIsMeasuredByFormat()
    {
        var session = await observed.Organization.CreateSessionAsync();
        foreach (var format in (string[])["pdf", "csv", "json"])
        {
            var labels = $"{{format=\"{format}\"}}";
            var before = await observed.ReadAsync("proctoring_report_duration_milliseconds_count" + labels);

            await observed.Organization.Proctor.RequestReportAsync(session, format);

            // Another test's session may have ended and got its reports in the meantime.
            await observed.ReachesAsync("proctoring_report_duration_milliseconds_count" + labels, before + 1);
            Assert.True(await observed.ReadAsync("proctoring_report_duration_milliseconds_sum" + labels) > 0);
        }
    }
}
