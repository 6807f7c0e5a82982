using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Tests.Reports;

/// <summary>What a report says of each fact.</summary>
public sealed class HistoryEntryTests
{
    static readonly DateTimeOffset At = ReportScenario.Start.AddMinutes(10);
    static readonly Actor Proctor = Actor.User(ReportScenario.Proctor);

    public static TheoryData<SessionFact, string> Facts => new()
    {
        { new SessionFact.SessionScheduled(Proctor, At), "Session planned" },
        { new SessionFact.CandidateCheckedIn(Proctor, At), "Candidate checked in" },
        { new SessionFact.SessionStarted(Proctor, At), "Session started" },
        { new SessionFact.SessionPaused(Proctor, At, "alarm"), "Session paused" },
        { new SessionFact.SessionResumed(Proctor, At), "Session resumed" },
        { new SessionFact.TimeGranted(Proctor, At, TimeSpan.FromMinutes(7), "alarm"), "7 more minutes granted" },
        { new SessionFact.SessionSubmitted(Proctor, At), "Submitted" },
        { new SessionFact.SessionTimedOut(Proctor, At), "Time ran out" },
        { new SessionFact.SessionTerminated(Proctor, At, "cheating"), "Session terminated" },
        { new SessionFact.SessionAbandoned(Proctor, At), "Session abandoned" },
        { new SessionFact.SessionCancelled(Proctor, At), "Session cancelled" },
        { new SessionFact.CandidateMissing(Proctor, At, At.AddMinutes(-2)), "Candidate missing since 09:08:00" },
        { new SessionFact.CandidateReturned(Proctor, At), "Candidate back" },
        { new SessionFact.SessionFinalized(Proctor, At), "All events scored" },
        { new SessionFact.SessionReviewed(Proctor, At, ReviewDecision.Cleared), "Reviewed: cleared" },
        { new SessionFact.SessionReviewed(Proctor, At, ReviewDecision.Confirmed), "Reviewed: violation confirmed" },
        { new SessionFact.SessionReviewed(Proctor, At, ReviewDecision.SecondReview), "Reviewed: second review wanted" },
        { new SessionFact.IntegrityOverridden(Proctor, At, 80), "Integrity set by hand to 80" },
        { new SessionFact.IntegrityOverrideRemoved(Proctor, At, 60), "Integrity set by hand taken back: 60 as computed" },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public void EveryFactIsSaidInWords(SessionFact fact, string expected)
    {
        var entry = ReportScenario.Given().With(fact).Report().History[^1];

        Assert.Equal((At, fact.What, expected, "Petra Proctor", fact.Why), (entry.At, entry.What, entry.Text, entry.By, entry.Why));
    }

    public static TheoryData<Type> Kinds => [.. typeof(SessionFact).GetNestedTypes()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoKindOfFactIsWithoutWords(Type kind)
    {
        var constructor = Assert.Single(kind.GetConstructors());
        var fact = (SessionFact)constructor.Invoke([.. constructor.GetParameters().Select(parameter => ValueOf(parameter.ParameterType))]);

        Assert.NotEmpty(ReportScenario.Given().With(fact).Report().History[^1].Text);
    }

    static object? ValueOf(Type type) =>
        type == typeof(Actor) ? Proctor : type == typeof(DateTimeOffset) ? At : type.IsValueType ? Activator.CreateInstance(type) : null;
}
