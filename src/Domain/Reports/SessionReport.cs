using System.Text.Json.Serialization;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Reports;

/// <summary>What a reviewer is told about a session, whatever the format.</summary>
public sealed record SessionReport
{
    /// <summary>Rises when a reader of the JSON form would have to change.</summary>
    public const int CurrentSchema = 1;

    public int SchemaVersion => CurrentSchema;

    public required ReportId Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>False while the session goes on or accepted events are still being scored: figures may yet change.</summary>
    public required bool IsFinal { get; init; }

    public required ReportParty<OrganizationId> Organization { get; init; }

    public required ReportCandidate Candidate { get; init; }

    /// <summary>Null for an interview.</summary>
    public required ReportParty<ExamId>? Exam { get; init; }

    public required ReportSession Session { get; init; }

    public required ReportIntegrity Integrity { get; init; }

    public required Risk Risk { get; init; }

    public required Statistics Statistics { get; init; }

    /// <summary>When the clock stood.</summary>
    public required IReadOnlyList<ReportSpan> Pauses { get; init; }

    /// <summary>When the candidate was missing.</summary>
    public required IReadOnlyList<ReportSpan> Absences { get; init; }

    public required IReadOnlyList<HistoryEntry> History { get; init; }

    public required IReadOnlyList<ReportAlert> Alerts { get; init; }

    public required Evidence Evidence { get; init; }

    /// <summary>Every event, by the time at which it occurred. Written by whoever writes the report: they are many.</summary>
    [JsonIgnore]
    public IReadOnlyList<ScoredEvent> Events { get; init; } = [];

    public static SessionReport From(ReportSource source)
    {
        var record = source.Session;
        var people = new ReportPeople(source);
        return new SessionReport
        {
            Id = source.Id,
            CreatedAt = source.CreatedAt,
            IsFinal = ReportSession.IsFinal(record.Session),
            Organization = new(source.Organization.Id, source.Organization.Name),
            Candidate = new(record.Plan.CandidateId, people.NameOf(record.Plan.CandidateId), source.Candidate?.Email),
            Exam = record.Plan.ExamId is { } exam ? new(exam, source.Exam?.Title ?? exam.Value) : null,
            Session = ReportSession.From(record.Session, people),
            Integrity = ReportIntegrity.From(record.Integrity, source.Events, people),
            Risk = record.Risk,
            Statistics = record.Scorecard.Statistics,
            Pauses = ReportSpan.Pauses(source.History),
            Absences = ReportSpan.Absences(source.History),
            History = [.. source.History.Select(fact => HistoryEntry.From(fact, people))],
            Alerts = [.. source.Alerts.OrderBy(alert => alert.At).Select(alert => ReportAlert.From(alert, people))],
            Evidence = source.Evidence,
            Events = [.. source.Events.OrderBy(scored => scored.Event.OccurredAt).ThenBy(scored => scored.Event.Seq)],
        };
    }
}

/// <summary>Something with a name.</summary>
public sealed record ReportParty<TId>(TId Id, string Name);

/// <summary>Who sat the exam; without an e-mail address if the account no longer exists.</summary>
public sealed record ReportCandidate(UserId Id, string Name, string? Email);
