using System.Globalization;
using Proctoring.Domain.Scoring;
using static Proctoring.Domain.Sessions.Session;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Sessions.SessionFact;

namespace Proctoring.Domain.Sessions;

/// <summary>The lifecycle's rules. Every transition that is not listed here is refused.</summary>
public static class SessionDecider
{
    /// <summary>What follows from a command; nothing when it was carried out before.</summary>
    public static Decision Decide(SessionCommand command, Session session) => (command, session) switch
    {
        (CheckIn c, Scheduled) => Accept(new CandidateCheckedIn(c.By, c.At)),
        (CheckIn, Ready or Running or Paused) => Nothing,

        (Start c, Scheduled or Ready) when TooEarly(c, session.Plan) is { } notYet => notYet,
        (Start c, Scheduled) => Accept(new CandidateCheckedIn(c.By, c.At), new SessionStarted(c.By, c.At)),
        (Start c, Ready) => Accept(new SessionStarted(c.By, c.At)),
        (Start, Running or Paused) => Nothing,

        (Pause c, Running s) when c.At >= s.DueAt => Refuse("time-over", "The time is over: there is nothing left to pause."),
        (Pause c, Running) => Accept(new SessionPaused(c.By, c.At, c.Reason)),
        (Pause, Paused) => Nothing,

        (Resume c, Paused) => Accept(new SessionResumed(c.By, c.At)),
        (Resume, Running { PausedTotal.Ticks: > 0 }) => Nothing,

        (GrantTime { Time: var time }, Running or Paused) when !GrantTime.Allows(time) => Refuse("minutes", $"Between {GrantTime.MinMinutes} and {GrantTime.MaxMinutes} whole minutes can be granted at once."),
        (GrantTime c, Running or Paused) => Accept(new TimeGranted(c.By, c.At, c.Time, c.Reason)),

        (Submit c, Running s) => Accept(new SessionSubmitted(c.By, c.At, c.Answers, Overdue(c.At, s))),
        (Submit c, Paused) => Accept(new SessionSubmitted(c.By, c.At, c.Answers)),
        (Submit, Ended { Outcome: Outcome.Submitted } or Reviewed { End.Outcome: Outcome.Submitted }) => Nothing,

        (Terminate c, Running or Paused) => Accept(new SessionTerminated(c.By, c.At, c.Reason)),
        (Terminate c, Scheduled or Ready) => Accept(new SessionCancelled(c.By, c.At, c.Reason)),
        (Terminate, Ended { Outcome: Outcome.Terminated or Outcome.Cancelled } or Reviewed { End.Outcome: Outcome.Terminated }) => Nothing,

        (TimeOut c, Running s) when c.At < s.DueAt => Refuse("not-due", $"The time is not over before {s.DueAt:O}."),
        (TimeOut c, Running s) => Accept(new SessionTimedOut(c.By, c.At, $"The time was over at {s.DueAt:O}.")),
        (TimeOut, Paused) => Refuse("paused", "The session is paused: its clock stands."),
        (TimeOut, Ended { Outcome: Outcome.TimedOut } or Reviewed { End.Outcome: Outcome.TimedOut }) => Nothing,

        (ReportMissing, Running { MissingSince: not null }) => Nothing,
        (ReportMissing c, Running s) => Missing(c, s),
        (ReportReturned c, Running { MissingSince: not null }) => Accept(new CandidateReturned(c.By, c.At)),
        (ReportReturned, Running or Paused) => Nothing,

        (Abandon, Running { MissingSince: null }) => Refuse("present", "The candidate is present."),
        (Abandon c, Running s) => Abandoned(c, s),
        (Abandon, Ended { Outcome: Outcome.Abandoned } or Reviewed { End.Outcome: Outcome.Abandoned }) => Nothing,

        (Expire c, Scheduled or Ready) => Accept(new SessionCancelled(c.By, c.At, "Nobody started it.")),
        (Expire, Ended { Outcome: Outcome.Cancelled }) => Nothing,

        (FinalizeSession c, Ended { Finalized: false } or Reviewed { End.Finalized: false }) => Accept(new SessionFinalized(c.By, c.At)),
        (FinalizeSession, Ended or Reviewed) => Nothing,

        (Review, Ended { Outcome: Outcome.Cancelled }) => Refuse("cancelled", "A cancelled session was never started: there is nothing to review."),
        (Review, Ended { Finalized: false }) => Refuse("not-final", "The score is not final yet: the last events are still being scored."),
        (Review c, Ended) => Accept(new SessionReviewed(c.By, c.At, c.Decision, c.Note)),
        (Review c, Reviewed s) when c.Decision == s.Decision && (c.Note is null || c.Note == s.Note) => Nothing,
        (Review c, Reviewed) => Accept(new SessionReviewed(c.By, c.At, c.Decision, c.Note)),

        _ => RefuseState(command, session),
    };

    /// <summary>The state after a fact. Throws on a fact that cannot happen in that state: that would be a bug.</summary>
    public static Session Evolve(Session session, SessionFact fact) => (fact, session) switch
    {
        (SessionScheduled, Scheduled s) => s,
        (CandidateCheckedIn, Scheduled s) => new Ready(s.Plan),
        (SessionStarted f, Ready s) => new Running(s.Plan, f.At, TimeSpan.Zero, TimeSpan.Zero, MissingSince: null),
        (SessionPaused f, Running s) => new Paused(s.Plan, s.StartedAt, s.Granted, s.PausedTotal, f.At, f.Why ?? ""),
        (SessionResumed f, Paused s) => new Running(s.Plan, s.StartedAt, s.Granted, s.PausedUntil(f.At), MissingSince: null),
        (TimeGranted f, Running s) => s with { Granted = s.Granted + f.Time },
        (TimeGranted f, Paused s) => s with { Granted = s.Granted + f.Time },
        (CandidateMissing f, Running s) => s with { MissingSince = AbsenceOf(f, s.Plan.Policy) },
        (CandidateReturned, Running s) => s with { MissingSince = null },
        (SessionSubmitted f, Running or Paused) => End(session, f, Outcome.Submitted),
        (SessionTimedOut f, Running) => End(session, f, Outcome.TimedOut),
        (SessionTerminated f, Running or Paused) => End(session, f, Outcome.Terminated),
        (SessionAbandoned f, Running) => End(session, f, Outcome.Abandoned),
        // Nothing can have been accepted of a session that never started: it is final at once.
        (SessionCancelled f, Scheduled or Ready) => new Ended(session.Plan, null, TimeSpan.Zero, TimeSpan.Zero, f.At, Outcome.Cancelled, f.Why, Finalized: true),
        (SessionFinalized, Ended s) => s with { Finalized = true },
        (SessionFinalized, Reviewed s) => s with { End = s.End with { Finalized = true } },
        // What was decided on fewer events stands until somebody decides anew.
        (LateEventsScored, Ended s) => s with { Finalized = false },
        (LateEventsScored, Reviewed s) => s with { End = s.End with { Finalized = false } },
        (SessionReviewed f, Ended s) => new Reviewed(s.Plan, s, f.Decision, f.Why, f.By, f.At),
        (SessionReviewed f, Reviewed s) => s with { Decision = f.Decision, Note = f.Why, By = f.By, ReviewedAt = f.At },
        // The score is beside the lifecycle.
        (IntegrityOverridden or IntegrityOverrideRemoved or SessionLimited, _) => session,
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot happen to a session that is {session.Status}."),
    };

    private static readonly Decision Nothing = new Decision.Accepted([]);

    private static Decision Accept(params SessionFact[] facts) => new Decision.Accepted(facts);

    private static Decision Refuse(string code, string reason) => new Decision.Refused(new Refusal(code, reason));

    private static Decision RefuseState(SessionCommand command, Session session) => session switch
    {
        Ended or Reviewed => Refuse("ended", $"The session has ended ({session.Status})."),
        Scheduled or Ready => Refuse("not-started", "The session has not started."),
        Paused => Refuse("paused", "The session is paused."),
        Running when command is Resume => Refuse("not-paused", "The session is not paused."),
        _ => Refuse("running", "The session has not ended."),
    };

    private static Ended End(Session session, SessionFact fact, Outcome outcome) => session switch
    {
        Running s => new(s.Plan, s.StartedAt, s.Granted, s.PausedTotal, fact.At, outcome, fact.Why, Finalized: false),
        Paused s => new(s.Plan, s.StartedAt, s.Granted, s.PausedUntil(fact.At), fact.At, outcome, fact.Why, Finalized: false),
        _ => throw new InvalidOperationException($"A session that is {session.Status} cannot end."),
    };

    // Whoever supervises lets a candidate in at any time, by starting the session.
    private static Decision.Refused? TooEarly(Start command, SessionPlan plan)
    {
        if (!command.By.IsCandidate || plan.ScheduledAt is not { } planned || planned - command.At <= command.Early)
            return null;
        var from = planned - command.Early;
        return new(new(
            "too-early",
            string.Create(CultureInfo.InvariantCulture, $"The session is planned for {planned.UtcDateTime:u}: it can be started from {from.UtcDateTime:u} on."),
            from));
    }

    private static Decision Missing(ReportMissing command, Running session)
    {
        var lastSeen = command.LastSeen > session.StartedAt ? command.LastSeen : session.StartedAt;
        var limit = session.Plan.Policy.MissingAfter;
        return command.At - lastSeen >= limit
            ? Accept(new CandidateMissing(command.By, command.At, lastSeen, $"Nothing was heard of the candidate for {limit.TotalSeconds:0} s."))
            : Refuse("present", $"The candidate was heard of less than {limit.TotalSeconds:0} s ago.");
    }

    // If it was this application that was away, candidates need a moment to get through again: nobody is taken to have
    // abandoned a session in the same breath in which it is found missing.
    private static DateTimeOffset AbsenceOf(CandidateMissing fact, Policy policy)
    {
        var earliest = fact.At + policy.MissingAfter - policy.AbandonAfter;
        return fact.LastSeen > earliest ? fact.LastSeen : earliest;
    }

    private static Decision Abandoned(Abandon command, Running session)
    {
        var limit = session.Plan.Policy.AbandonAfter;
        return command.At - session.MissingSince >= limit
            ? Accept(new SessionAbandoned(command.By, command.At, $"The candidate was missing for {limit.TotalMinutes:0} minutes."))
            : Refuse("not-due", $"The candidate has been missing for less than {limit.TotalMinutes:0} minutes.");
    }

    // The deadline's timer ends a session; whoever hands in between the deadline and the timer is not punished for the timer's delay.
    private static string? Overdue(DateTimeOffset at, Running session) =>
        at > session.DueAt ? $"Handed in {(at - session.DueAt).TotalSeconds:0} s after the deadline." : null;
}
