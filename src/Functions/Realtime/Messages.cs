using System.Text.Json.Serialization;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Realtime;

/// <param name="Count">Of a summary: how many alerts it stands for. It grows, and comes again under the same id. Null for an alert of its own.</param>
public sealed record AlertMessage(
    AlertId Id,
    SessionId SessionId,
    UserId CandidateId,
    string Type,
    Severity Severity,
    string Message,
    double Risk,
    DateTimeOffset At,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Count);

/// <param name="Events">A JSON array of scored events, as the list of a session's events has them.</param>
public sealed record ActivityMessage(SessionId SessionId, RawJson Events);

/// <param name="LastSeenAt">When the candidate was last heard of, by the server's clock; null before the start.</param>
public sealed record ScoreMessage(
    SessionId SessionId, int Integrity, double Risk, RiskLevel Level, DateTimeOffset? LastSeenAt, long Version);

/// <param name="RemainingSeconds">Of a paused session: the working time left when it goes on.</param>
/// <param name="Presence"><c>present</c> or <c>missing</c>.</param>
/// <param name="LastSeenAt">When the candidate was last heard of, by the server's clock; null before the start.</param>
/// <param name="Reason">Why it is paused or has ended, where a reason was given.</param>
public sealed record SessionMessage(
    SessionId SessionId,
    string Status,
    DateTimeOffset? Deadline,
    long? RemainingSeconds,
    string Presence,
    DateTimeOffset? LastSeenAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    long Version);

/// <param name="Id">The alert that a proctor has seen to.</param>
/// <param name="Open">Alerts of the session that nobody has seen to yet.</param>
public sealed record ResolvedMessage(
    AlertId Id, SessionId SessionId, UserId? ResolvedBy, DateTimeOffset? ResolvedAt, string? Note, int Open, long Version);

public sealed record AckMessage(SessionId SessionId, int Accepted, int UpToSeq);

public sealed record ReportMessage(SessionId SessionId, ReportId ReportId, string Format, string Status);
