using Proctoring.Domain.Events;

namespace Proctoring.Domain.Scoring;

/// <summary>An event with what it cost and why.</summary>
/// <param name="Late">Received more than 5 minutes after it occurred.</param>
/// <param name="Deduction">Points taken from integrity, 0 or more.</param>
/// <param name="Reason">The rule that applied, in English.</param>
/// <param name="BeforeStart">Dated before the session's start, which cannot be: it counts at the time it was received.</param>
public readonly record struct ScoredEvent(
    ProctoringEvent Event, DateTimeOffset ReceivedAt, bool Late, int Deduction, string Reason, bool BeforeStart = false);

/// <summary>An event set aside, and why.</summary>
public readonly record struct DeadEvent(ProctoringEvent Event, string Reason);
