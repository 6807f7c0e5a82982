using Proctoring.Domain.Events;

namespace Proctoring.Domain.Scoring;

/// <summary>An event with what it cost and why.</summary>
/// <param name="Late">Received more than 5 minutes after it occurred.</param>
/// <param name="Deduction">Points taken from integrity, 0 or more.</param>
/// <param name="Reason">The rule that applied, in English.</param>
public readonly record struct ScoredEvent(ProctoringEvent Event, DateTimeOffset ReceivedAt, bool Late, int Deduction, string Reason);

/// <summary>An event set aside, and why.</summary>
public readonly record struct DeadEvent(ProctoringEvent Event, string Reason);
