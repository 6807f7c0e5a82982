using System.Text.Json.Serialization;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Realtime;

public sealed record AlertMessage(
    AlertId Id,
    SessionId SessionId,
    UserId CandidateId,
    string Type,
    Severity Severity,
    string Message,
    double Risk,
    DateTimeOffset At,
    IReadOnlyList<EventId> Events);

/// <param name="Events">A JSON array of scored events, as the list of a session's events has them.</param>
public sealed record ActivityMessage(SessionId SessionId, RawJson Events);

public sealed record ScoreMessage(SessionId SessionId, int Integrity, double Risk, RiskLevel Level, long Version);

/// <param name="Presence"><c>present</c> or <c>missing</c>.</param>
public sealed record SessionMessage(
    SessionId SessionId,
    string Status,
    DateTimeOffset? Deadline,
    string Presence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

public sealed record AckMessage(SessionId SessionId, int Accepted, int UpToSeq);

public sealed record ReportMessage(SessionId SessionId, ReportId ReportId, string Format, string Status);
