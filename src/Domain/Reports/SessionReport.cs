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

    /// <summary>
    /// The latest moment that the report knows of: what was received, decided or resolved later is not in it. It follows from the content, so that the same
    /// content makes the same file.
    /// </summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>
    /// Which of the session's final reports this is, from 1: events that were accepted before the end and came behind it make a new one. Null for a report that
    /// somebody asked for.
    /// </summary>
    public required int? Version { get; init; }

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

    public required MissingNumbers Missing { get; init; }

    /// <summary>
    /// Events that stand in the report by themselves. Beyond a session's event limit ordinary ones are counted only, so that <see cref="Statistics"/> may
    /// know of more.
    /// </summary>
    public required int Listed { get; init; }

    /// <summary>When the clock stood.</summary>
    public required IReadOnlyList<ReportSpan> Pauses { get; init; }

    /// <summary>When the candidate was missing.</summary>
    public required IReadOnlyList<ReportSpan> Absences { get; init; }

    public required IReadOnlyList<HistoryEntry> History { get; init; }

    public required IReadOnlyList<ReportAlert> Alerts { get; init; }

    public required Evidence Evidence { get; init; }

    public static SessionReport From(ReportSource source)
    {
        var record = source.Session;
        var people = new ReportPeople(source);
        return new SessionReport
        {
            Id = source.Id,
            CreatedAt = source.CreatedAt,
            AsOf = AsOfWhen(source),
            Version = source.Version,
            IsFinal = ReportSession.IsFinal(record.Session),
            Organization = new(source.Organization.Id, source.Organization.Name),
            Candidate = new(record.Plan.CandidateId, people.NameOf(record.Plan.CandidateId), source.Candidate?.Email),
            Exam = record.Plan.ExamId is { } exam ? new(exam, source.Exam?.Title ?? exam.Value) : null,
            Session = ReportSession.From(record.Session, people),
            Integrity = ReportIntegrity.From(record.Integrity, source.Events, people),
            Risk = record.Risk,
            Statistics = record.Scorecard.Statistics,
            Missing = MissingNumbers.From(record.Seen),
            Listed = source.Events.Count,
            Pauses = ReportSpan.Pauses(source.History),
            Absences = ReportSpan.Absences(source.History),
            History = [.. source.History.Select(fact => HistoryEntry.From(fact, people))],
            Alerts = [.. source.Alerts.OrderBy(alert => alert.At).Select(alert => ReportAlert.From(alert, people))],
            Evidence = source.Evidence,
        };
    }

    private static DateTimeOffset AsOfWhen(ReportSource source) => source.History.Select(fact => fact.At)
        .Concat(source.Alerts.Select(alert => alert.ResolvedAt ?? source.CreatedAt))
        .Append(source.Events.LastReceivedAt ?? source.CreatedAt)
        .Append(source.CreatedAt)
        .Max();
}

/// <summary>Something with a name.</summary>
public sealed record ReportParty<TId>(TId Id, string Name);

/// <summary>Who sat the exam; without an e-mail address if the account no longer exists.</summary>
public sealed record ReportCandidate(UserId Id, string Name, string? Email);
