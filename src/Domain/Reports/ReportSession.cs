using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Reports;

/// <summary>Where a session stands, and what it was planned with.</summary>
/// <param name="AllowedSeconds">With accommodations, without what was granted during the session.</param>
/// <param name="DurationSeconds">The time worked, or until the end the time allowed in all.</param>
public sealed record ReportSession(
    SessionId Id,
    string Status,
    DateTimeOffset? ScheduledAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? Deadline,
    DateTimeOffset? EndedAt,
    int AllowedSeconds,
    int DurationSeconds,
    int GrantedSeconds,
    int PausedSeconds,
    Accommodations Accommodations,
    ReportPolicy Policy,
    ReportReview? Review)
{
    /// <summary>Whether all that was accepted is scored; nothing ever was of a cancelled session.</summary>
    internal static bool IsFinal(Session session) =>
        session is Session.Ended { Finalized: true } or Session.Ended { Outcome: Outcome.Cancelled } or Session.Reviewed { End.Finalized: true };

    internal static ReportSession From(Session session, ReportPeople people)
    {
        (DateTimeOffset? Started, DateTimeOffset? Ended, TimeSpan Granted, TimeSpan Paused) times = session switch
        {
            Session.Running running => (running.StartedAt, null, running.Granted, running.PausedTotal),
            Session.Paused stopped => (stopped.StartedAt, null, stopped.Granted, stopped.PausedTotal),
            Session.Ended end => (end.StartedAt, end.EndedAt, end.Granted, end.PausedTotal),
            Session.Reviewed { End: var end } => (end.StartedAt, end.EndedAt, end.Granted, end.PausedTotal),
            Session.Scheduled or Session.Ready => (null, null, TimeSpan.Zero, TimeSpan.Zero),
            _ => throw new InvalidOperationException($"Unknown state {session.GetType().Name}."),
        };
        var plan = session.Plan;
        var policy = plan.Policy;
        return new(
            plan.Id, session.Status, plan.ScheduledAt, times.Started, session.Deadline, times.Ended,
            (int)plan.AllowedTime.TotalSeconds, (int)session.Duration.TotalSeconds,
            (int)times.Granted.TotalSeconds, (int)times.Paused.TotalSeconds,
            plan.Accommodations,
            new(policy.Version, policy.Sensitivity, policy.AllowTabSwitch, policy.AllowCopyPaste),
            session is Session.Reviewed reviewed
                ? new(reviewed.Decision, reviewed.Note, people.NameOf(reviewed.By), reviewed.ReviewedAt)
                : null);
    }
}

/// <summary>How the session was judged.</summary>
public sealed record ReportPolicy(int Version, Sensitivity Sensitivity, bool AllowTabSwitch, bool AllowCopyPaste);

/// <summary>What a person made of the session.</summary>
public sealed record ReportReview(ReviewDecision Decision, string? Note, string By, DateTimeOffset At);
