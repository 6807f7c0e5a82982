using System.Text.Json.Serialization;

namespace Proctoring.Domain.Sessions;

/// <summary>Something that happened to a session: what, by whom, when and why. In JSON <c>what</c> tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "what")]
[JsonDerivedType(typeof(SessionScheduled), "sessionScheduled")]
[JsonDerivedType(typeof(CandidateCheckedIn), "candidateCheckedIn")]
[JsonDerivedType(typeof(SessionStarted), "sessionStarted")]
[JsonDerivedType(typeof(SessionPaused), "sessionPaused")]
[JsonDerivedType(typeof(SessionResumed), "sessionResumed")]
[JsonDerivedType(typeof(TimeGranted), "timeGranted")]
[JsonDerivedType(typeof(SessionSubmitted), "sessionSubmitted")]
[JsonDerivedType(typeof(SessionTimedOut), "sessionTimedOut")]
[JsonDerivedType(typeof(SessionTerminated), "sessionTerminated")]
[JsonDerivedType(typeof(SessionAbandoned), "sessionAbandoned")]
[JsonDerivedType(typeof(SessionCancelled), "sessionCancelled")]
[JsonDerivedType(typeof(CandidateMissing), "candidateMissing")]
[JsonDerivedType(typeof(CandidateReturned), "candidateReturned")]
[JsonDerivedType(typeof(SessionFinalized), "sessionFinalized")]
[JsonDerivedType(typeof(LateEventsScored), "lateEventsScored")]
[JsonDerivedType(typeof(SessionLimited), "sessionLimited")]
[JsonDerivedType(typeof(SessionReviewed), "sessionReviewed")]
[JsonDerivedType(typeof(IntegrityOverridden), "integrityOverridden")]
[JsonDerivedType(typeof(IntegrityOverrideRemoved), "integrityOverrideRemoved")]
public abstract record SessionFact
{
    private SessionFact(Actor by, DateTimeOffset at, string? why) => (By, At, Why) = (by, at, why);

    public Actor By { get; }
    public DateTimeOffset At { get; }
    public string? Why { get; }

    /// <summary>The discriminator of the JSON: the fact's name in camelCase.</summary>
    [JsonIgnore]
    public string What
    {
        get
        {
            var name = GetType().Name;
            return char.ToLowerInvariant(name[0]) + name[1..];
        }
    }

    public sealed record SessionScheduled(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record CandidateCheckedIn(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionStarted(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionPaused(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionResumed(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record TimeGranted(Actor By, DateTimeOffset At, TimeSpan Time, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionSubmitted(Actor By, DateTimeOffset At, string? Answers = null, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionTimedOut(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionTerminated(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionAbandoned(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionCancelled(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record CandidateMissing(Actor By, DateTimeOffset At, DateTimeOffset LastSeen, string? Why = null) : SessionFact(By, At, Why);

    public sealed record CandidateReturned(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionFinalized(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    /// <summary>Events that were accepted before the end were scored after the score was final: it is not any more.</summary>
    public sealed record LateEventsScored(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    /// <summary>The session has sent more events than are kept.</summary>
    public sealed record SessionLimited(Actor By, DateTimeOffset At, string? Why = null) : SessionFact(By, At, Why);

    public sealed record SessionReviewed(Actor By, DateTimeOffset At, ReviewDecision Decision, string? Why = null) : SessionFact(By, At, Why);

    /// <param name="Score">0..100, from now on shown in place of the computed one.</param>
    public sealed record IntegrityOverridden(Actor By, DateTimeOffset At, int Score, string? Why = null) : SessionFact(By, At, Why);

    /// <param name="Score">0..100, the computed one, which is shown again.</param>
    public sealed record IntegrityOverrideRemoved(Actor By, DateTimeOffset At, int Score, string? Why = null) : SessionFact(By, At, Why);
}
