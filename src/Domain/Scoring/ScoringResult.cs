using Proctoring.Domain.Alerts;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Scoring;

/// <summary>Where a message stands in the stream.</summary>
public readonly record struct StreamPosition(string Partition, long SequenceNumber, DateTimeOffset EnqueuedAt);

/// <summary>What became of one message.</summary>
/// <param name="Next">The session afterwards; the same instance when nothing changed.</param>
/// <param name="Duplicates">Events dropped because they were scored before.</param>
/// <param name="Changed">Whether there is something to save.</param>
/// <param name="Complete">False when the message raised so many alerts that the rest of it must wait for a next transaction:
/// save, then ingest the same message again (what was scored is dropped there as duplicate).</param>
public sealed record ScoringResult(
    SessionRecord Next,
    IReadOnlyList<ScoredEvent> Scored,
    IReadOnlyList<DeadEvent> DeadLetters,
    IReadOnlyList<Alert> NewAlerts,
    int Duplicates,
    bool Changed,
    bool Complete);
