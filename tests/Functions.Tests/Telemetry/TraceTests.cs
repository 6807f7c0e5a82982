using Proctoring.Functions.Tests.Events;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>That a caller's trace goes all the way, through the stream and the task hub.</summary>
public sealed class TraceTests(ObservedApp observed) : IClassFixture<ObservedApp>
{
    [Fact]
    public async Task OneTraceRunsFromTheRequestThroughTheStreamToTheAlert()
    {
        var (session, candidate) = await observed.Organization.RunSessionAsync();

        var trace = await observed.PostTracedAsync(candidate, $"/sessions/{session}/events", Sent.Event("MULTIPLE_FACES"));

        var push = await observed.SpanAsync(trace.Id, "push alert");
        var scoring = await observed.SpanAsync(trace.Id, "score session");
        var ingest = await observed.SpanAsync(trace.Id, "function IngestEvents");
        Assert.Equal(trace.Caller, ingest.Text("parentSpanId"));
        Assert.Equal(ingest.Text("spanId"), scoring.Text("parentSpanId"));
        Assert.Equal(scoring.Text("spanId"), push.Text("parentSpanId"));
        Assert.Equal("MULTIPLE_FACES", push.GetProperty("tags").Text("proctoring.alert.type"));
        foreach (var span in (System.Text.Json.JsonElement[])[ingest, scoring, push])
        {
            Assert.Equal(session, span.GetProperty("tags").Text("proctoring.session.id"));
            Assert.Equal(observed.Organization.Id, span.GetProperty("tags").Text("proctoring.organization.id"));
        }

        // The batch has a span of the platform's in a trace of its own.
        var batch = Assert.Single(scoring.GetProperty("links").EnumerateArray()).GetString()!;
        await observed.SpanAsync(batch.Split('-')[0], "function ScoreEvents");
    }

    [Fact]
    public async Task OneTraceRunsFromTheRequestThroughTheOrchestrationToTheReport()
    {
        var session = await observed.Organization.CreateSessionAsync();

        var trace = await observed.PostTracedAsync(observed.Organization.Proctor.Api, $"/sessions/{session}/reports", new { format = "csv" });

        var report = await observed.SpanAsync(trace.Id, "render report");
        Assert.Equal("csv", report.GetProperty("tags").Text("proctoring.report.format"));
        Assert.Equal(session, report.GetProperty("tags").Text("proctoring.session.id"));
        var activity = await observed.SpanAsync(trace.Id, "activity:RenderReport");
        var scheduling = await observed.SpanAsync(trace.Id, "create_orchestration:CreateReport");
        var request = await observed.SpanAsync(trace.Id, "function RequestReport");
        Assert.Equal(trace.Caller, request.Text("parentSpanId"));
        Assert.Equal(request.Text("spanId"), scheduling.Text("parentSpanId"));
        Assert.Equal(scheduling.Text("spanId"), activity.Text("parentSpanId"));
        // Who asked is told in that trace, too.
        await observed.SpanAsync(trace.Id, "function NotifyRequester");
    }

    [Fact]
    public async Task ACommandsSpanSaysWhomItConcerns()
    {
        var (session, _) = await observed.Organization.RunSessionAsync();

        var trace = await observed.PostTracedAsync(
            observed.Organization.Proctor.Api, $"/sessions/{session}/time", new { minutes = 5, reason = "network" });

        var command = await observed.SpanAsync(trace.Id, "function GrantTime");
        Assert.Equal(session, command.GetProperty("tags").Text("proctoring.session.id"));
        Assert.Equal(observed.Organization.Id, command.GetProperty("tags").Text("proctoring.organization.id"));
    }
}
