using System.Diagnostics;
using Azure.Messaging.EventHubs;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>How a trace is written into messages and read from them; and that it costs nothing when nobody wants it.</summary>
public sealed class TracingTests : IDisposable
{
    static readonly SessionId Session = SessionId.Parse("session");
    readonly ActivitySource _requests = new($"requests of {Guid.NewGuid()}");
    readonly List<ActivityListener> _listeners = [];

    public void Dispose()
    {
        _listeners.ForEach(listener => listener.Dispose());
        _requests.Dispose();
    }

    [Fact]
    public void AMessageOfASampledRequestCarriesItsTraceContext()
    {
        Listen(_requests.Name, ActivitySamplingResult.AllDataAndRecorded);
        using var request = _requests.StartActivity("request")!;
        request.TraceStateString = "vendor=1";

        var message = Sent();

        Assert.Equal(request.Id, message.Properties["traceparent"]);
        Assert.Equal("vendor=1", message.Properties["tracestate"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ActivitySamplingResult.PropagationData)]
    [InlineData(ActivitySamplingResult.AllData)]
    public void AMessageOfARequestThatIsNotSampledCarriesNothing(ActivitySamplingResult? sampling)
    {
        if (sampling is { } result) Listen(_requests.Name, result);
        using var request = _requests.StartActivity("request");

        Assert.Empty(Sent().Properties);
    }

    [Fact]
    public void ABatchOfSeveralRequestsGoesOnInTheFirstsTraceAndIsLinkedToTheOthersAndItsInvocation()
    {
        Listen(_requests.Name, ActivitySamplingResult.AllDataAndRecorded);
        Listen(Tracing.SourceName, ActivitySamplingResult.AllDataAndRecorded);
        var (first, second) = (Request(), Request());
        using var invocation = _requests.StartActivity("invocation")!;

        using var scoring = Tracing.StartScoring(Session, [new EventData("unsampled"), first.Message, second.Message])!;

        Assert.Equal(ActivityKind.Consumer, scoring.Kind);
        Assert.Equal((first.Context.TraceId, first.Context.SpanId), (scoring.TraceId, scoring.ParentSpanId));
        Assert.Equal([second.Context.SpanId, invocation.SpanId], scoring.Links.Select(link => link.Context.SpanId));
        Assert.Equal(3, scoring.GetTagItem("messaging.batch.message_count"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-nonsense-01")]
    [InlineData(7)]
    public void AMessageWithoutAReadableTraceIsScoredInTheInvocationsTrace(object traceParent)
    {
        Listen(_requests.Name, ActivitySamplingResult.AllDataAndRecorded);
        Listen(Tracing.SourceName, ActivitySamplingResult.AllDataAndRecorded);
        using var invocation = _requests.StartActivity("invocation")!;
        var message = new EventData("odd") { Properties = { ["traceparent"] = traceParent } };

        using var scoring = Tracing.StartScoring(Session, [message])!;

        Assert.Equal(invocation.SpanId, scoring.ParentSpanId);
        Assert.Empty(scoring.Links);
    }

    [Fact]
    public void ASpanSaysWhomItConcernsAndOfAFailureNoMoreThanItsKind()
    {
        Listen(Tracing.SourceName, ActivitySamplingResult.AllDataAndRecorded);
        using var report = Tracing.StartReport(Session, OrganizationId.Parse("org"), "csv")!;
        using var push = Tracing.StartAlertPush(Session, OrganizationId.Parse("org"), "COPY")!;

        report.Fail(new InvalidOperationException("what somebody typed"));

        Assert.Equal(("session", "org", "csv"), (report.GetTagItem("proctoring.session.id"), report.GetTagItem("proctoring.organization.id"), report.GetTagItem("proctoring.report.format")));
        Assert.Equal(("session", "org", "COPY"), (push.GetTagItem("proctoring.session.id"), push.GetTagItem("proctoring.organization.id"), push.GetTagItem("proctoring.alert.type")));
        Assert.Equal((ActivityStatusCode.Error, nameof(InvalidOperationException)), (report.Status, report.StatusDescription));
        Assert.Equal((ActivityStatusCode.Unset, ActivityKind.Producer), (push.Status, push.Kind));
    }

    [Fact]
    public void WhereClocksDifferNothingTakesLessThanNoTime()
    {
        using var measured = new Measured();
        measured.Metrics.ScoringLag(TimeSpan.FromSeconds(-1));
        measured.Metrics.ScoringLag(TimeSpan.FromSeconds(1.5));
        measured.Metrics.ScoringRetrying(TimeSpan.FromSeconds(-1));
        Assert.Equal([0, 1500], measured.Values("proctoring.scoring.lag"));
        Assert.Equal([0], measured.Values("proctoring.scoring.retrying"));
    }

    [Fact]
    public void WithoutAListenerARequestAllocatesNothingForTelemetry()
    {
        var metrics = Measured.Nowhere();
        var (message, organization) = (new EventData("body"), OrganizationId.Parse("org"));
        Observe(); // compiled and initialised
        var before = GC.GetAllocatedBytesForCurrentThread();

        Observe();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Observe()
        {
            for (var n = 0; n < 100; n++)
            {
                Tracing.Concerns(Session, organization);
                Tracing.Stamp(message);
                metrics.Accepted(1);
                metrics.Refused(1, "invalid-input");
                metrics.Scored(1);
                if (metrics.MeasuresScoringLag) metrics.ScoringLag(TimeSpan.FromSeconds(1));
            }
        }
    }

    static EventData Sent()
    {
        var message = new EventData("body");
        Tracing.Stamp(message);
        return message;
    }

    (EventData Message, ActivityContext Context) Request()
    {
        using var request = _requests.StartActivity("request", ActivityKind.Server, parentId: null)!;
        return (Sent(), request.Context);
    }

    void Listen(string source, ActivitySamplingResult sampling)
    {
        var listener = new ActivityListener { ShouldListenTo = it => it.Name == source, Sample = (ref _) => sampling };
        ActivitySource.AddActivityListener(listener);
        _listeners.Add(listener);
    }
}
