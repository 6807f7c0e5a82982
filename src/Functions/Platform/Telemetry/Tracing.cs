using System.Diagnostics;
using Azure.Messaging.EventHubs;
using Proctoring.Domain;

namespace Proctoring.Functions.Platform;

/// <summary>
/// The spans of this application, of the source <c>Proctoring</c>, and how a trace passes through the stream. The
/// platform makes a span for each invocation, of a trace of its own where a batch of messages is the cause; so a message
/// carries the trace context (W3C) of the request that it comes from, and scoring goes on in that trace.
/// </summary>
/// <remarks>
/// The Event Hubs SDK stamps messages, too, but only in a form of its own (<c>Diagnostic-Id</c>) unless an experimental
/// switch is set. It leaves alone what is stamped already. Without a listener, or for a trace that is not sampled,
/// nothing here allocates or is sent.
/// </remarks>
static class Tracing
{
    public const string SourceName = "Proctoring";

    public const string AlertPush = "push alert";

    public const string SessionTag = "proctoring.session.id";
    public const string OrganizationTag = "proctoring.organization.id";
    public const string AlertTypeTag = "proctoring.alert.type";
    public const string ReportFormatTag = "proctoring.report.format";
    const string MessagesTag = "messaging.batch.message_count";

    const string TraceParent = "traceparent";
    const string TraceState = "tracestate";

    static readonly ActivitySource Source = new(SourceName);

    /// <summary>Has a message continue the trace that it is sent in.</summary>
    public static void Stamp(EventData message)
    {
        if (Activity.Current is not { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity) return;
        message.Properties[TraceParent] = activity.Id!;
        if (activity.TraceStateString is { Length: > 0 } state) message.Properties[TraceState] = state;
    }

    /// <summary>Says whom the present span is about, so that all that happened to a session can be found.</summary>
    public static void Concerns(SessionId session, OrganizationId organization)
    {
        if (Activity.Current is { Recorded: true } activity) activity.About(session, organization);
    }

    /// <summary>
    /// A span for the messages of one session in a batch. It belongs to the trace of the first message that has one; the
    /// others' spans and the invocation's are linked.
    /// </summary>
    public static Activity? StartScoring(SessionId session, IReadOnlyList<EventData> messages)
    {
        if (!Source.HasListeners()) return null;
        var origins = OriginsOf(messages);
        var activity = origins is [var parent, .. var others]
            ? Source.StartActivity("score session", ActivityKind.Consumer, parent, links: Links(others))
            : Source.StartActivity("score session", ActivityKind.Consumer);
        return activity?.SetTag(SessionTag, session.Value).SetTag(MessagesTag, messages.Count);
    }

    public static Activity? StartAlertPush(SessionId session, OrganizationId organization, string type) =>
        Source.StartActivity(AlertPush, ActivityKind.Producer)?.About(session, organization).SetTag(AlertTypeTag, type);

    public static Activity? StartReport(SessionId session, OrganizationId organization, string format) =>
        Source.StartActivity("render report")?.About(session, organization).SetTag(ReportFormatTag, format);

    /// <summary>Notes that what a span stands for failed: the exception's type alone, since a message may quote content.</summary>
    public static void Fail(this Activity? activity, Exception exception) =>
        activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);

    static Activity About(this Activity activity, SessionId session, OrganizationId organization) =>
        activity.SetTag(SessionTag, session.Value).SetTag(OrganizationTag, organization.Value);

    static IEnumerable<ActivityLink> Links(IEnumerable<ActivityContext> others)
    {
        foreach (var other in others) yield return new(other);
        if (Activity.Current is { } invocation) yield return new(invocation.Context);
    }

    static ActivityContext[] OriginsOf(IReadOnlyList<EventData> messages)
    {
        List<ActivityContext> origins = [];
        foreach (var message in messages)
        {
            if (message.Properties.TryGetValue(TraceParent, out var parent)
                && ActivityContext.TryParse(
                    parent as string, message.Properties.TryGetValue(TraceState, out var state) ? state as string : null,
                    isRemote: true, out var origin))
                origins.Add(origin);
        }

        return [.. origins];
    }
}
