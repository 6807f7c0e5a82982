namespace Proctoring.Domain.Scoring;

/// <summary>A score set by hand.</summary>
public sealed record IntegrityOverride(int Score, UserId By, string Reason, DateTimeOffset At);

/// <summary>The score that counts (0..100), the computed one beside it, and who overrode it.</summary>
public sealed record Integrity(int Score, int Computed, IntegrityOverride? Override);
