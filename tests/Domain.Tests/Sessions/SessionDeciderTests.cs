using Proctoring.Domain.Exams;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Sessions.SessionFact;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

public sealed class SessionDeciderTests
{
    private static readonly SessionPlan Hour = Plan();
    private static readonly Actor System = Actor.System;

    private static SessionFact[] Started => [new SessionScheduled(Proctor, T0), new CandidateCheckedIn(Candidate, T0), new SessionStarted(Candidate, T0)];

    [Fact]
    public void OnlyWhatNeverBeganExpires()
    {
        var expire = new Expire(System, At(9));
        var cancelled = Assert.Single(Assert.IsType<Decision.Accepted>(SessionDecider.Decide(expire, new Session.Scheduled(Plan()))).Facts);
        Assert.IsType<SessionCancelled>(cancelled);
        Assert.False(string.IsNullOrEmpty(cancelled.Why));
        var ended = SessionDecider.Evolve(new Session.Ready(Plan()), cancelled);
        Assert.Empty(Assert.IsType<Decision.Accepted>(SessionDecider.Decide(expire, ended)).Facts);
        Assert.IsType<Decision.Refused>(SessionDecider.Decide(expire, Running().Session));
    }

    [Fact]
    public void WhoHasCheckedInAndNeverBeganIsCancelledLikewise()
    {
        var ready = Of(new SessionScheduled(Proctor, T0), new CandidateCheckedIn(Candidate, T0));

        Assert.Equal("ill", ready.When(new Terminate(Proctor, At(1), "ill")).Then(new SessionCancelled(Proctor, At(1), "ill")).Reason);
        Assert.Equal("cancelled", ready.When(new Expire(System, At(1))).ThenSession().Status);
    }

    [Fact]
    public void AStartChecksInTheCandidateToo() => Of(new SessionScheduled(Proctor, T0))
        .When(new Start(Candidate, At(0)))
        .Then(new CandidateCheckedIn(Candidate, At(0)), new SessionStarted(Candidate, At(0)));

    [Fact]
    public void AStartAfterACheckInOnlyStarts() => Of(new SessionScheduled(Proctor, T0), new CandidateCheckedIn(Candidate, At(-5)))
        .When(new Start(Candidate, At(0)))
        .Then(new SessionStarted(Candidate, At(0)));

    [Fact]
    public void ASecondStartChangesNothing() => Of(Started).When(new Start(Candidate, At(1))).Then();

    [Fact]
    public void ACandidateMayComeBackToAPausedSession() => Of([.. Started, new SessionPaused(Proctor, At(1), "fire alarm")])
        .When(new Start(Candidate, At(2))).Then();

    [Fact]
    public void APauseNamesItsReason() => Of(Started)
        .When(new Pause(Proctor, At(10), "fire alarm")).Then(new SessionPaused(Proctor, At(10), "fire alarm"));

    [Fact]
    public void APausedSessionTellsItsReasonAndTheTimeAllowedInAll()
    {
        var running = Of([.. Started, new TimeGranted(Proctor, At(1), TimeSpan.FromMinutes(5))]);
        var paused = Of([.. Started, new TimeGranted(Proctor, At(1), TimeSpan.FromMinutes(5)), new SessionPaused(Proctor, At(10), "fire alarm")]);

        Assert.Equal(TimeSpan.FromMinutes(65), running.Session.Duration);
        Assert.Equal(("fire alarm", TimeSpan.FromMinutes(65)), (paused.Session.Reason, paused.Session.Duration));
        paused.When(new CheckIn(Candidate, At(11))).Then();
    }

    [Fact]
    public void ASecondPauseChangesNothing() => Of([.. Started, new SessionPaused(Proctor, At(10), "fire alarm")])
        .When(new Pause(Proctor, At(11), "again")).Then();

    [Fact]
    public void APauseAfterTheDeadlineIsRefused() => Of(Started).When(new Pause(Proctor, At(60), "too late")).ThenRefused("time-over");

    [Fact]
    public void AResumeOfASessionThatWasNeverPausedIsRefused() => Of(Started).When(new Resume(Proctor, At(1))).ThenRefused("not-paused");

    [Theory]
    [InlineData(15)]
    [InlineData(10)] // At once.
    [InlineData(9.9)] // By the clock of another server.
    public void ASecondResumeChangesNothing(double minute) =>
        Of([.. Started, new SessionPaused(Proctor, At(10), "fire alarm"), new SessionResumed(Proctor, At(minute))])
            .When(new Resume(Proctor, At(16))).Then();

    [Fact]
    public void PauseMovesTheDeadline()
    {
        var session = Of([.. Started, new SessionPaused(Proctor, At(10), "fire alarm"), new SessionResumed(Proctor, At(25))]).Session;

        Assert.Equal(At(75), session.Deadline);
    }

    [Fact]
    public void APausedSessionHasNoDeadlineButTimeLeft()
    {
        var paused = Assert.IsType<Session.Paused>(Of([.. Started, new SessionPaused(Proctor, At(10), "fire alarm")]).Session);

        Assert.Null(paused.Deadline);
        Assert.Equal(TimeSpan.FromMinutes(50), paused.Remaining);
    }

    [Fact]
    public void GrantedTimeMovesTheDeadlineAlsoWhilePaused()
    {
        SessionFact[] facts =
        [
            .. Started, new TimeGranted(Proctor, At(1), TimeSpan.FromMinutes(5)), new SessionPaused(Proctor, At(10), "fire alarm"),
            new TimeGranted(Proctor, At(12), TimeSpan.FromMinutes(7)), new SessionResumed(Proctor, At(20)),
        ];

        Assert.Equal(At(60 + 5 + 7 + 10), Of(facts).Session.Deadline);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(481)]
    [InlineData(1.5)]
    [InlineData(-10)]
    public void OnlyWholeMinutesUpToEightHoursAreGranted(double minutes) => Of(Started)
        .When(new GrantTime(Proctor, At(1), TimeSpan.FromMinutes(minutes), "reason")).ThenRefused("minutes");

    [Theory]
    [InlineData(1)]
    [InlineData(480)]
    public void AMinuteAndEightHoursAreGranted(int minutes) => Of(Started)
        .When(new GrantTime(Proctor, At(1), TimeSpan.FromMinutes(minutes), "screen reader"))
        .Then(new TimeGranted(Proctor, At(1), TimeSpan.FromMinutes(minutes), "screen reader"));

    [Fact]
    public void TimeIsNotOverBeforeTheDeadline() => Of(Started)
        .When(new TimeOut(System, At(60) - TimeSpan.FromTicks(1))).ThenRefused("not-due");

    [Fact]
    public void TimeIsOverAtTheDeadline()
    {
        var session = Of(Started).When(new TimeOut(System, At(60))).ThenSession();

        var ended = Assert.IsType<Session.Ended>(session);
        Assert.Equal(("timedOut", At(60), At(60)), (ended.Status, ended.EndedAt, ended.Deadline));
    }

    [Fact]
    public void AccommodationsMoveTheDeadlineThatATimeOutWaitsFor() =>
        Of(Plan(accommodations: new Accommodations(50, 10, [])), Started).When(new TimeOut(System, At(99))).ThenRefused("not-due");

    [Fact]
    public void APausedSessionCannotTimeOut() => Of([.. Started, new SessionPaused(Proctor, At(10), "fire alarm")])
        .When(new TimeOut(System, At(500))).ThenRefused("paused");

    [Fact]
    public void WorkHandedInAfterTheDeadlineSaysSo() => Of(Started)
        .When(new Submit(Candidate, At(60.5), "{}"))
        .Then(new SessionSubmitted(Candidate, At(60.5), "{}", "Handed in 30 s after the deadline."));

    [Fact]
    public void WorkHandedInAtTheDeadlineIsInTime() => Of(Started)
        .When(new Submit(Candidate, At(60))).Then(new SessionSubmitted(Candidate, At(60)));

    [Fact]
    public void ASecondSubmitChangesNothing() => Of([.. Started, new SessionSubmitted(Candidate, At(30))])
        .When(new Submit(Candidate, At(31))).Then();

    [Fact]
    public void WorkCannotBeHandedInAfterATimeOut() => Of([.. Started, new SessionTimedOut(System, At(60))])
        .When(new Submit(Candidate, At(61))).ThenRefused("ended");

    [Fact]
    public void ATerminatedSessionThatNeverStartedIsCancelledAndFinal()
    {
        var ended = Assert.IsType<Session.Ended>(
            Of(new SessionScheduled(Proctor, T0)).When(new Terminate(Proctor, At(0), "ill")).Then(new SessionCancelled(Proctor, At(0), "ill")));

        Assert.True(ended.Finalized);
        Assert.Equal("cancelled", ended.Status);
    }

    [Fact]
    public void AnEndWhilePausedDoesNotCountThePauseAsWork()
    {
        var session = Of([.. Started, new SessionPaused(Proctor, At(10), "fire alarm")])
            .When(new Terminate(Proctor, At(40), "fire")).ThenSession();

        Assert.Equal(TimeSpan.FromMinutes(10), session.Duration);
    }

    [Fact]
    public void TimeWorkedMayFillTheTimeThatWasGranted()
    {
        var session = Of([.. Started, new TimeGranted(Proctor, At(50), TimeSpan.FromMinutes(20))])
            .When(new Submit(Candidate, At(75))).ThenSession();

        Assert.Equal(TimeSpan.FromMinutes(75), session.Duration);
    }

    [Fact]
    public void TimeWorkedIsNeverLessThanNone() =>
        Assert.Equal(TimeSpan.Zero, Of(Started).When(new Submit(Candidate, At(-0.1))).ThenSession().Duration);

    [Fact]
    public void TimeWorkedIsNeverMoreThanWasAllowed() =>
        Assert.Equal(TimeSpan.FromMinutes(60), Of(Started).When(new TimeOut(System, At(63))).ThenSession().Duration);

    [Fact]
    public void AnEndIsRepeatedAlsoAfterTheReview()
    {
        (SessionFact End, SessionCommand Again)[] ends =
        [
            (new SessionSubmitted(Candidate, At(30)), new Submit(Candidate, At(41))),
            (new SessionTimedOut(System, At(60)), new TimeOut(System, At(71))),
            (new SessionTerminated(Proctor, At(30), "phone"), new Terminate(Proctor, At(41), "phone")),
        ];

        foreach (var (end, again) in ends)
        {
            Of([.. Started, end, new SessionFinalized(System, At(61)), new SessionReviewed(Proctor, At(70), ReviewDecision.Cleared)])
                .When(again).Then();
        }
    }

    [Fact]
    public void WhatIsLeftOfAPausedSessionCountsGrantedTimeAndEarlierPauses()
    {
        var paused = Of([.. Started, new SessionPaused(Proctor, At(10), "fire"), new SessionResumed(Proctor, At(15)), new SessionPaused(Proctor, At(20), "fire"),
            new TimeGranted(Proctor, At(21), TimeSpan.FromMinutes(7))]).Session;

        Assert.Equal(TimeSpan.FromMinutes(52), Assert.IsType<Session.Paused>(paused).Remaining);
        Assert.Equal(At(77), SessionDecider.Evolve(paused, new SessionResumed(Proctor, At(25))).Deadline);
    }

    [Fact]
    public void ClocksThatDisagreeNeverShortenTheTime()
    {
        var session = Of([.. Started, new SessionPaused(Proctor, At(10), "fire alarm"), new SessionResumed(Proctor, At(9.9))]).Session;

        Assert.InRange(session.Deadline!.Value, At(60), At(60).AddTicks(1));
    }

    private static Scenario Of(params SessionFact[] facts) => Of(Hour, facts);

    private static Scenario Of(SessionPlan plan, params SessionFact[] facts) =>
        new(facts.Aggregate((Session)new Session.Scheduled(plan), SessionDecider.Evolve));
}
