using System.Text.Json.Serialization;
using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>A session as clients get it. Its candidate gets none of the figures: it never sees its score.</summary>
/// <param name="RemainingSeconds">Of a paused session: the working time left when it goes on.</param>
/// <param name="Reason">Why it is paused or has ended, where a reason was given.</param>
/// <param name="Presence">Of a running session: <c>present</c> or <c>missing</c>.</param>
/// <param name="Limited">Whether it has sent more events than are kept: of those beyond, only grave ones are scored.</param>
/// <param name="LastSeenAt">When the candidate was last heard of, by the server's clock; null before the start.</param>
/// <param name="LifecycleVersion">Rises with what people and the lifecycle decide, and is the entity's tag that <c>If-Match</c> compares.</param>
/// <param name="Version">Rises with every change, each batch of events included: orders messages and replies.</param>
record SessionView(
    SessionId Id,
    OrganizationId OrganizationId,
    UserId CandidateId,
    ExamId? ExamId,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    DateTimeOffset? ScheduledAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? Deadline,
    DateTimeOffset? EndedAt,
    long DurationSeconds,
    long? RemainingSeconds,
    string? Presence,
    DateTimeOffset? LastSeenAt,
    Integrity? Integrity,
    Risk? Risk,
    IReadOnlyDictionary<string, int>? Counts,
    AlertCounts? Alerts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Limited,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReviewView? Review,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MissingNumbers? Missing,
    int LifecycleVersion,
    long Version)
{
    /// <summary>The alerts that nobody has seen to, newest first; given in lists that were asked for them.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Alert>? OpenAlerts { get; init; }

    public static SessionView Of(SessionRecord record, CurrentUser reader)
    {
        var plan = record.Plan;
        var session = record.Session;
        var forCandidate = !Policies.Readers.Allows(reader);
        return new SessionView(
            plan.Id,
            plan.OrganizationId,
            plan.CandidateId,
            plan.ExamId,
            session.Status,
            session.Reason,
            plan.ScheduledAt,
            session.StartedAt(),
            session.Deadline,
            session.EndedAt(),
            (long)(plan.AllowedTime + session.Granted()).TotalSeconds,
            session.RemainingSeconds(),
            session is Session.Running ? Sessions.Presence.Of(session) : null,
            record.LastSeen,
            forCandidate ? null : record.Integrity,
            forCandidate ? null : record.Risk,
            forCandidate ? null : record.Scorecard.Counts,
            forCandidate ? null : new AlertCounts(record.Alerts.Open, record.Alerts.Total),
            forCandidate ? null : record.IsLimited,
            !forCandidate && session is Session.Reviewed reviewed
                ? new ReviewView(reviewed.Decision, reviewed.Note, reviewed.By.Id, reviewed.ReviewedAt)
                : null,
            forCandidate ? null : MissingNumbers.From(record.Seen),
            record.LifecycleVersion,
            record.Version);
    }
}

sealed record AlertCounts(int Open, int Total);

sealed record ReviewView(ReviewDecision Decision, string? Note, UserId? By, DateTimeOffset At);

static class SessionParts
{
    public static DateTimeOffset? StartedAt(this Session session) => session switch
    {
        Session.Running running => running.StartedAt,
        Session.Paused paused => paused.StartedAt,
        Session.Ended ended => ended.StartedAt,
        Session.Reviewed reviewed => reviewed.End.StartedAt,
        _ => null,
    };

    public static DateTimeOffset? EndedAt(this Session session) => session switch
    {
        Session.Ended ended => ended.EndedAt,
        Session.Reviewed reviewed => reviewed.End.EndedAt,
        _ => null,
    };

    public static long? RemainingSeconds(this Session session) =>
        session is Session.Paused paused ? (long)paused.Remaining.TotalSeconds : null;

    public static TimeSpan Granted(this Session session) => session switch
    {
        Session.Running running => running.Granted,
        Session.Paused paused => paused.Granted,
        Session.Ended ended => ended.Granted,
        Session.Reviewed reviewed => reviewed.End.Granted,
        _ => TimeSpan.Zero,
    };
}
