using Proctoring.Domain.Sessions;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>When the sweep looks at a session, and what the lifecycle makes of it, state by state.</summary>
public sealed class WhatIsNextTests
{
    static readonly SessionOptions Options = new() { SettleSeconds = 7 };
    static readonly TimeSpan AbandonAfter = PlayedSession.Running().Plan.Policy.AbandonAfter;

    static DateTimeOffset At(double minutes) => PlayedSession.Start.AddMinutes(minutes);

    [Fact]
    public void TheSweepLooksWhenSomethingMayHaveBeenMissed()
    {
        var running = PlayedSession.Running();
        Assert.Equal(At(1), IndexRow.NextLook(running));
        Assert.Equal(At(11), IndexRow.NextLook(running with { LastSeen = At(10) }));
        // Events may come from before the start, which is heard of itself.
        Assert.Equal(At(1), IndexRow.NextLook(running with { LastSeen = At(-5) }));
        // A minute after the deadline at the latest: its own timer comes first.
        Assert.Equal(At(61), IndexRow.NextLook(running with { LastSeen = At(60.5) }));
        Assert.Equal(At(61), IndexRow.NextLook(running with { LastSeen = At(10), Unrecorded = 1 }));

        var missing = PlayedSession.Missing();
        var expected = ((Session.Running)missing.Session).MissingSince!.Value + AbandonAfter;
        Assert.Equal(expected < At(61) ? expected : At(61), IndexRow.NextLook(missing));

        Assert.Equal(At(25), IndexRow.NextLook(PlayedSession.Paused()));
        Assert.Equal(At(32), IndexRow.NextLook(PlayedSession.Ended()));
        Assert.Equal(At(32), IndexRow.NextLook(PlayedSession.Reviewed().Reopened()));
        Assert.True(IndexRow.NextLook(PlayedSession.After()) > At(1_000_000));
    }

    [Fact]
    public void ASessionIsActiveFromItsStartUntilItIsFinal()
    {
        Assert.All(
            [PlayedSession.Running(), PlayedSession.Paused(), PlayedSession.Ended(), PlayedSession.Final().Reopened(), PlayedSession.Reviewed().Reopened()],
            session => Assert.True(IndexRow.IsActive(session.Session)));
        var ready = PlayedSession.After((-5, (by, at) => new SessionCommand.CheckIn(by, at)));
        Assert.All(
            [PlayedSession.After(), ready, PlayedSession.Final(), PlayedSession.Reviewed()],
            session => Assert.False(IndexRow.IsActive(session.Session)));
    }

    [Fact]
    public void TheLifecycleIsToldWhereASessionStands()
    {
        Assert.Equal(new LifecycleView(LifecycleStage.Gone), Of(null));
        Assert.Equal(new LifecycleView(LifecycleStage.NotStarted), Of(PlayedSession.After()));
        Assert.Equal(
            new LifecycleView(LifecycleStage.NotStarted), Of(PlayedSession.After((-5, (by, at) => new SessionCommand.CheckIn(by, at)))));
        Assert.Equal(new LifecycleView(LifecycleStage.Open, At(60), WasStarted: true), Of(PlayedSession.Running()));
        Assert.Equal(new LifecycleView(LifecycleStage.Open, WasStarted: true), Of(PlayedSession.Paused()));

        var settled = At(30).AddSeconds(7);
        Assert.Equal(new LifecycleView(LifecycleStage.Ended, WasStarted: true, SettledAt: settled), Of(PlayedSession.Ended()));
        Assert.Equal(new LifecycleView(LifecycleStage.Finalized, WasStarted: true, Finals: 1, SettledAt: settled), Of(PlayedSession.Reviewed()));
        Assert.Equal(
            new LifecycleView(LifecycleStage.Ended, WasStarted: true, Finals: 1, SettledAt: settled), Of(PlayedSession.Reviewed().Reopened()));
        var cancelled = PlayedSession.After((5, (by, at) => new SessionCommand.Terminate(by, at, "called off")));
        Assert.Equal(new LifecycleView(LifecycleStage.Finalized, SettledAt: At(5).AddSeconds(7)), Of(cancelled));
    }

    [Fact]
    public void ACandidateIsSilentWhenItHasBeenMissingForAsLongAsThePolicySays()
    {
        var missing = PlayedSession.Missing();
        var silent = ((Session.Running)missing.Session).MissingSince!.Value + AbandonAfter;
        Assert.False(LifecycleView.Of(missing, Options, silent.AddTicks(-1)).IsSilent);
        Assert.True(LifecycleView.Of(missing, Options, silent).IsSilent);
    }

    static LifecycleView Of(SessionRecord? session) => LifecycleView.Of(session, Options, At(59));
}
