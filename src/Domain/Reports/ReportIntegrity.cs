using System.Text.Json.Serialization;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Reports;

/// <summary>Good from 75 points, fair from 50, poor from 25, below that critical: the lines at which alerts are raised.</summary>
[JsonConverter(typeof(CamelCaseEnum<IntegrityLevel>))]
public enum IntegrityLevel { Good, Fair, Poor, Critical }

/// <summary>The score that counts (0..100), the computed one, and where the points went, the most expensive first.</summary>
public sealed record ReportIntegrity(
    int Score, IntegrityLevel Level, int Computed, ReportOverride? Override, IReadOnlyList<DeductionTotal> Deductions)
{
    internal static ReportIntegrity From(Integrity integrity, EventTotals events, ReportPeople people) => new(
        integrity.Score,
        LevelOf(integrity.Score),
        integrity.Computed,
        integrity.Override is { } set ? new(set.Score, people.NameOf(set.By), set.Reason, set.At) : null,
        events.Deductions());

    public static IntegrityLevel LevelOf(int score) => score switch
    {
        >= 75 => IntegrityLevel.Good,
        >= 50 => IntegrityLevel.Fair,
        >= 25 => IntegrityLevel.Poor,
        _ => IntegrityLevel.Critical,
    };
}

/// <summary>A score set by hand.</summary>
public sealed record ReportOverride(int Score, string By, string Reason, DateTimeOffset At);

/// <summary>What the events of one type cost by one rule.</summary>
/// <param name="Reason">The rule, as each of the events states it.</param>
/// <param name="Points">The sum of what the events were charged with.</param>
public sealed record DeductionTotal(EventType Type, string Reason, int Events, int Points);
