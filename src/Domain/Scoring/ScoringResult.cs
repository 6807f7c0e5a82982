using Proctoring.Domain.Alerts;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Scoring;

/// <summary>Where a message stands in the stream.</summary>
public readonly record struct StreamPosition(string Partition, long SequenceNumber, DateTimeOffset EnqueuedAt);

/// <summary>What became of one message.</summary>
/// <param name="Next">The session afterwards; the same instance when nothing changed.</param>
/// <param name="NewAlerts">Alerts raised.</param>
/// <param name="GrownAlerts">Summaries of before that stand for more now, and replace what is stored.</param>
/// <param name="Facts">What else happened to the session, applied to <paramref name="Next"/> already.</param>
/// <param name="Duplicates">Events dropped because they were scored before.</param>
/// <param name="Unrecorded">New events that were counted and not scored: the session has sent more than are kept.</param>
/// <param name="Changed">Whether there is something to save.</param>
/// <param name="Complete">False when the message raised so many alerts that the rest of it must wait for a next transaction:
/// save, then ingest the same message again (what was scored is dropped there as duplicate).</param>
public sealed record ScoringResult(
    SessionRecord Next,
    IReadOnlyList<ScoredEvent> Scored,
    IReadOnlyList<DeadEvent> DeadLetters,
    IReadOnlyList<Alert> NewAlerts,
    IReadOnlyList<Alert> GrownAlerts,
    IReadOnlyList<SessionFact> Facts,
    int Duplicates,
    int Unrecorded,
    bool Changed,
    bool Complete);
