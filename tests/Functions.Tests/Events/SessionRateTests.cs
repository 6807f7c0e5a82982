using Proctoring.Domain;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Events;

public sealed class SessionRateTests
{
    static readonly SessionId A = SessionId.Parse("a");
    static readonly SessionId B = SessionId.Parse("b");
    readonly StandingClock _clock = new();
    readonly SessionRate _rate;

    public SessionRateTests() => _rate = new(new LimitOptions { SessionEventsPerSecond = 200, SessionEventsBurst = 5_000 }, _clock);

    [Fact]
    public void ABurstIsTakenAndThenSoManyASecond()
    {
        for (var n = 0; n < 50; n++) Assert.Equal(TimeSpan.Zero, _rate.Take(A, 100, 1_000));

        Assert.Equal(TimeSpan.FromMilliseconds(500), _rate.Take(A, 100, 1_000));
        _clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.NotEqual(TimeSpan.Zero, _rate.Take(A, 100, 1_000));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.Zero, _rate.Take(A, 100, 1_000));
    }

    [Fact]
    public void WhatWasRefusedCostsNothing()
    {
        _rate.Take(A, 4_950, 0);
        for (var n = 0; n < 10; n++) Assert.Equal(TimeSpan.FromMilliseconds(250), _rate.Take(A, 100, 0));

        Assert.Equal(TimeSpan.Zero, _rate.Take(A, 50, 0));
    }

    [Fact]
    public void AQuietTimeGivesOneBurstAndNotMore()
    {
        _rate.Take(A, 5_000, 0);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.Zero, _rate.Take(A, 5_000, 0));
        Assert.Equal(TimeSpan.FromMilliseconds(5), _rate.Take(A, 1, 0));
    }

    [Fact]
    public void ASessionDoesNotWaitForAnother()
    {
        _rate.Take(A, 5_000, 0);

        Assert.Equal(TimeSpan.Zero, _rate.Take(B, 5_000, 0));
    }

    [Fact]
    public void ALargeRequestCountsAsMoreEvents()
    {
        for (var n = 0; n < 5; n++) Assert.Equal(TimeSpan.Zero, _rate.Take(A, 1, 1_000_000));

        Assert.Equal(TimeSpan.FromSeconds(5), _rate.Take(A, 1, 1_000_000));
        Assert.Equal(TimeSpan.FromMilliseconds(5), _rate.Take(A, 1, 1));
    }

    [Fact]
    public void ARequestThatCountsForMoreThanABurstTakesAWholeOne()
    {
        var rate = new SessionRate(new LimitOptions { SessionEventsPerSecond = 200, SessionEventsBurst = 100 }, _clock);

        Assert.Equal(TimeSpan.Zero, rate.Take(A, 1, 1_000_000));
        Assert.Equal(TimeSpan.FromMilliseconds(500), rate.Take(A, 1, 1_000_000));
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(TimeSpan.Zero, rate.Take(A, 1, 1_000_000));
    }

    [Fact]
    public void WhoHasNothingLeftIsTurnedAwayBeforeTheRequestIsRead()
    {
        Assert.Equal(TimeSpan.Zero, _rate.WaitOf(A));
        _rate.Take(A, 4_999, 0);
        Assert.Equal(TimeSpan.Zero, _rate.WaitOf(A));
        _rate.Take(A, 1, 0);

        Assert.Equal(TimeSpan.FromMilliseconds(5), _rate.WaitOf(A));
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(TimeSpan.Zero, _rate.WaitOf(A));
    }
}
