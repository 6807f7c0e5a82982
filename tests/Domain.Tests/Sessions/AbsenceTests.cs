using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Sessions.SessionFact;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>Candidates of whom nothing is heard.</summary>
public sealed class AbsenceTests
{
    private static readonly Actor System = Actor.System;

    private static SessionFact[] Started => [new SessionScheduled(Proctor, T0), new CandidateCheckedIn(Candidate, T0), new SessionStarted(Candidate, T0)];

    [Fact]
    public void ACandidateIsMissingAfterAMinuteWithoutASignOfLife()
    {
        var session = Of(Started).When(new ReportMissing(System, At(11), At(10))).ThenSession();

        Assert.Equal(At(10), Assert.IsType<Session.Running>(session).MissingSince);
    }

    [Fact]
    public void ACandidateHeardOfLessThanAMinuteAgoIsPresent() => Of(Started)
        .When(new ReportMissing(System, At(10.9), At(10))).ThenRefused("present");

    [Fact]
    public void WhatWasHeardBeforeTheStartDoesNotMakeAnAbsence()
    {
        Of(Started).When(new ReportMissing(System, At(0.9), At(-30))).ThenRefused("present");
        Assert.Equal(T0, Assert.IsType<Session.Running>(Of(Started).When(new ReportMissing(System, At(1), At(-30))).ThenSession()).MissingSince);
    }

    [Fact]
    public void AMissingCandidateIsReportedOnce() => Of([.. Started, new CandidateMissing(System, At(11), At(10))])
        .When(new ReportMissing(System, At(12), At(10))).Then();

    [Fact]
    public void AReturnIsReportedOnce()
    {
        var gone = Of([.. Started, new CandidateMissing(System, At(11), At(10))]);

        gone.When(new ReportReturned(System, At(12))).Then(new CandidateReturned(System, At(12)));
        Of([.. Started, new CandidateMissing(System, At(11), At(10)), new CandidateReturned(System, At(12))])
            .When(new ReportReturned(System, At(13))).Then();
    }

    [Fact]
    public void ASessionIsAbandonedAfterThePolicysLimit()
    {
        var gone = Of([.. Started, new CandidateMissing(System, At(11), At(10))]);

        gone.When(new Abandon(System, At(24.9))).ThenRefused("not-due");
        Assert.Equal("abandoned", gone.When(new Abandon(System, At(25))).ThenSession().Status);
    }

    [Fact]
    public void WhoIsFoundMissingLateHasAMinuteToReturn()
    {
        // Nobody could be heard for longer than one may stay away.
        var gone = Of([.. Started, new CandidateMissing(System, At(40), At(10))]);

        gone.When(new Abandon(System, At(40.9))).ThenRefused("not-due");
        Assert.Equal("abandoned", gone.When(new Abandon(System, At(41))).ThenSession().Status);
    }

    [Fact]
    public void AnAbandonedSessionIsAbandonedOnce()
    {
        SessionFact[] gone = [.. Started, new CandidateMissing(System, At(11), At(10)), new SessionAbandoned(System, At(25)), new SessionFinalized(System, At(26))];

        Of(gone).When(new Abandon(System, At(27))).Then();
        Of([.. gone, new SessionReviewed(Proctor, At(40), ReviewDecision.Cleared)]).When(new Abandon(System, At(41))).Then();
    }

    [Fact]
    public void APresentCandidateAbandonsNothing() => Of(Started).When(new Abandon(System, At(59))).ThenRefused("present");

    private static Scenario Of(params SessionFact[] facts) =>
        new(facts.Aggregate((Session)new Session.Scheduled(Plan()), SessionDecider.Evolve));
}
