using Proctoring.Domain.Accounts;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Reports;

/// <summary>All that a report is made from, read at one moment.</summary>
public sealed record ReportSource
{
    public required ReportId Id { get; init; }

    /// <summary>When the report was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Which of a session's final reports this is, from 1; null for one that somebody asked for.</summary>
    public int? Version { get; init; }

    public required SessionRecord Session { get; init; }

    public required Organization Organization { get; init; }

    /// <summary>Null if the account no longer exists.</summary>
    public User? Candidate { get; init; }

    /// <summary>Null for an interview.</summary>
    public Exam? Exam { get; init; }

    public IReadOnlyList<SessionFact> History { get; init; } = [];

    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    public EventTotals Events { get; init; } = new();

    public required Evidence Evidence { get; init; }

    /// <summary>Names of the users that history, alerts and overrides mention; who is missing is shown by id.</summary>
    public IReadOnlyDictionary<UserId, string> Names { get; init; } = new Dictionary<UserId, string>();
}

/// <summary>What proves that a report was made from exactly these events.</summary>
/// <param name="Pages">Pages of events that were read: numbers 0 to <paramref name="Pages"/> - 1.</param>
/// <param name="Sha256">SHA-256 over the bytes of these pages in order, in lower-case hexadecimal.</param>
public sealed record Evidence(int Pages, string Sha256);
