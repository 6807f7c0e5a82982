namespace Proctoring.Domain.Scoring;

/// <summary>Events of one minute, counted in whole minutes since the session's start.</summary>
public readonly record struct MinuteCount(int Minute, int Count);

/// <summary>A session's events, counted. Types, severities and minutes without an event are left out.</summary>
public sealed record Statistics(
    int Total,
    IReadOnlyDictionary<string, int> ByType,
    IReadOnlyDictionary<string, int> BySeverity,
    IReadOnlyList<MinuteCount> Timeline);
