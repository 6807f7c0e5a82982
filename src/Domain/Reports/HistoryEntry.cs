using System.Globalization;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Reports;

/// <summary>A lifecycle fact as a person reads it.</summary>
/// <param name="What">The fact's name, as in the session's history.</param>
/// <param name="Text">The same in English.</param>
public sealed record HistoryEntry(DateTimeOffset At, string What, string Text, string By, string? Why)
{
    internal static HistoryEntry From(SessionFact fact, ReportPeople people) =>
        new(fact.At, fact.What, Describe(fact), people.NameOf(fact.By), fact.Why);

    private static string Describe(SessionFact fact) => fact switch
    {
        SessionFact.SessionScheduled => "Session planned",
        SessionFact.CandidateCheckedIn => "Candidate checked in",
        SessionFact.SessionStarted => "Session started",
        SessionFact.SessionPaused => "Session paused",
        SessionFact.SessionResumed => "Session resumed",
        SessionFact.TimeGranted granted => string.Create(
            CultureInfo.InvariantCulture, $"{granted.Time.TotalMinutes:0.#} more minutes granted"),
        SessionFact.SessionSubmitted => "Submitted",
        SessionFact.SessionTimedOut => "Time ran out",
        SessionFact.SessionTerminated => "Session terminated",
        SessionFact.SessionAbandoned => "Session abandoned",
        SessionFact.SessionCancelled => "Session cancelled",
        SessionFact.CandidateMissing missing => string.Create(
            CultureInfo.InvariantCulture, $"Candidate missing since {missing.LastSeen.UtcDateTime:HH:mm:ss}"),
        SessionFact.CandidateReturned => "Candidate back",
        SessionFact.SessionFinalized => "All events scored",
        SessionFact.LateEventsScored => "Late events scored",
        SessionFact.SessionLimited => "Limit of events reached",
        SessionFact.SessionReviewed reviewed => reviewed.Decision switch
        {
            ReviewDecision.Cleared => "Reviewed: cleared",
            ReviewDecision.Confirmed => "Reviewed: violation confirmed",
            ReviewDecision.SecondReview => "Reviewed: second review wanted",
            _ => throw new InvalidOperationException($"Unknown decision {reviewed.Decision}."),
        },
        SessionFact.IntegrityOverridden set => string.Create(CultureInfo.InvariantCulture, $"Integrity set by hand to {set.Score}"),
        SessionFact.IntegrityOverrideRemoved removed => string.Create(
            CultureInfo.InvariantCulture, $"Integrity set by hand taken back: {removed.Score} as computed"),
        _ => throw new InvalidOperationException($"Unknown fact {fact.What}."),
    };
}
