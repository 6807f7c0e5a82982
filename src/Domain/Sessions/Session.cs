using System.Text.Json.Serialization;

namespace Proctoring.Domain.Sessions;

/// <summary>How a session ended.</summary>
[JsonConverter(typeof(CamelCaseEnum<Outcome>))]
public enum Outcome { Submitted, TimedOut, Terminated, Abandoned, Cancelled }

/// <summary>What a reviewer made of it.</summary>
[JsonConverter(typeof(CamelCaseEnum<ReviewDecision>))]
public enum ReviewDecision { Cleared, Confirmed, SecondReview }

/// <summary>A candidate's attempt, in one of its states; each holds only what it means.</summary>
public abstract record Session
{
    private Session(SessionPlan plan) => Plan = plan;

    public SessionPlan Plan { get; }

    /// <summary>The state's name as clients know it.</summary>
    public abstract string Status { get; }

    /// <summary>Null before the start, and while paused: the clock stands.</summary>
    public virtual DateTimeOffset? Deadline => null;

    /// <summary>Why it is paused or has ended; null in other states, and where nobody gave a reason.</summary>
    public virtual string? Reason => null;

    /// <summary>Until the end the time allowed in all (with extra and granted time); afterwards the time worked, without pauses.</summary>
    public virtual TimeSpan Duration => Plan.AllowedTime;

    /// <summary>Planned, and nobody has come.</summary>
    public sealed record Scheduled(SessionPlan Plan) : Session(Plan)
    {
        public override string Status => "scheduled";
    }

    /// <summary>The candidate has checked in.</summary>
    public sealed record Ready(SessionPlan Plan) : Session(Plan)
    {
        public override string Status => "ready";
    }

    /// <summary>The clock runs.</summary>
    /// <param name="Granted">Time given on top by a proctor.</param>
    /// <param name="PausedTotal">Time paused so far.</param>
    /// <param name="MissingSince">If the candidate is missing, from when that counts: when it was last seen, or later if that was found out late.</param>
    public sealed record Running(SessionPlan Plan, DateTimeOffset StartedAt, TimeSpan Granted, TimeSpan PausedTotal, DateTimeOffset? MissingSince)
        : Session(Plan)
    {
        public override string Status => "running";
        public override DateTimeOffset? Deadline => DueAt;
        public override TimeSpan Duration => Plan.AllowedTime + Granted;

        /// <summary>When the time is over.</summary>
        public DateTimeOffset DueAt => StartedAt + Plan.AllowedTime + Granted + PausedTotal;
    }

    /// <summary>The clock stands, and presence is not watched.</summary>
    public sealed record Paused(SessionPlan Plan, DateTimeOffset StartedAt, TimeSpan Granted, TimeSpan PausedTotal, DateTimeOffset PausedAt, string Why)
        : Session(Plan)
    {
        public override string? Reason => Why;
        public override string Status => "paused";
        public override TimeSpan Duration => Plan.AllowedTime + Granted;

        /// <summary>Working time left when it goes on.</summary>
        public TimeSpan Remaining => StartedAt + Plan.AllowedTime + Granted + PausedTotal - PausedAt;

        /// <summary>
        /// Time paused in all when this pause ends then. A tick longer at least, also when the clocks of two servers disagree: a resume that is repeated is
        /// known by it.
        /// </summary>
        internal TimeSpan PausedUntil(DateTimeOffset at) => PausedTotal + (at > PausedAt ? at - PausedAt : TimeSpan.FromTicks(1));
    }

    /// <summary>Over. A cancelled session never started.</summary>
    /// <param name="Why">Why it was ended, in the words of whoever did, or the system's; null when the outcome says it all.</param>
    /// <param name="Finalized">Whether everything accepted before the end has been scored.</param>
    public sealed record Ended(
        SessionPlan Plan, DateTimeOffset? StartedAt, TimeSpan Granted, TimeSpan PausedTotal, DateTimeOffset EndedAt, Outcome Outcome, string? Why, bool Finalized)
        : Session(Plan)
    {
        public override string? Reason => Why;

        public override string Status => Outcome switch
        {
            Outcome.Submitted => "submitted",
            Outcome.TimedOut => "timedOut",
            Outcome.Terminated => "terminated",
            Outcome.Abandoned => "abandoned",
            Outcome.Cancelled => "cancelled",
            _ => throw new InvalidOperationException($"Unknown outcome {Outcome}."),
        };

        public override DateTimeOffset? Deadline => StartedAt + Plan.AllowedTime + Granted + PausedTotal;

        public override TimeSpan Duration
        {
            get
            {
                if (StartedAt is not { } start)
                    return TimeSpan.Zero;
                var worked = EndedAt - start - PausedTotal;
                var allowed = Plan.AllowedTime + Granted;
                return worked < TimeSpan.Zero ? TimeSpan.Zero : worked < allowed ? worked : allowed;
            }
        }
    }

    /// <summary>Over, and judged by a person.</summary>
    public sealed record Reviewed(SessionPlan Plan, Ended End, ReviewDecision Decision, string? Note, Actor By, DateTimeOffset ReviewedAt) : Session(Plan)
    {
        public override string Status => End.Status;
        public override string? Reason => End.Reason;
        public override DateTimeOffset? Deadline => End.Deadline;
        public override TimeSpan Duration => End.Duration;
    }
}
