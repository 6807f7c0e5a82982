using System.Collections.Concurrent;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>What the lifecycle does with what it is told, its activities answering as the test wants.</summary>
public sealed class LifecycleRunTests : IAsyncLifetime
{
    readonly LifecycleBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("silence 2026-03-02")]
    [InlineData("")]
    public async Task AnAnswerToAnotherQuestionDoesNotMakeASessionFinal(string reason)
    {
        _bench.View = new(LifecycleStage.Ended, WasStarted: true, SettledAt: DateTimeOffset.UtcNow);
        await _bench.StartAsync();
        await _bench.CalledAsync(nameof(SendDrainMarker), 1);

        // Asked while the session still ran, and answered late: what was accepted since may not be scored.
        await _bench.AnswerAsync(reason);

        // Its own question is still open, so it asks again.
        _bench.Clock.Advance(TimeSpan.FromSeconds(31));
        await _bench.CalledAsync(nameof(SendDrainMarker), 2);
        Assert.DoesNotContain(nameof(FinalizeSession), _bench.Called);
        await _bench.AnswerAsync("end");
        await _bench.EndAsync();
        Assert.Equal([nameof(FinalizeSession), nameof(RequestFinalReports)], _bench.Called.TakeLast(2));
    }

    [Fact]
    public async Task WhatWasNeverStartedWaitsForNothing()
    {
        _bench.View = new(LifecycleStage.Finalized, WasStarted: false);
        await _bench.StartAsync();
        await _bench.EndAsync();
        Assert.Equal([nameof(LookAtSession)], _bench.Called);
    }

    [Fact]
    public async Task WhatIsNotStartedForAMinuteIsLookedAtAndLeftToItsNextStart()
    {
        _bench.View = new(LifecycleStage.NotStarted);
        await _bench.StartAsync();
        for (var looks = 1; looks < 4; looks++)
        {
            await _bench.CalledAsync(nameof(LookAtSession), looks);
            _bench.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        await _bench.EndAsync();
        Assert.Equal(Enumerable.Repeat(nameof(LookAtSession), 4), _bench.Called);
    }

    [Fact]
    public async Task AStartThatIsToldIsSeenAtOnce()
    {
        _bench.View = new(LifecycleStage.NotStarted);
        await _bench.StartAsync();
        await _bench.CalledAsync(nameof(LookAtSession), 1);
        _bench.View = new(LifecycleStage.Open, WasStarted: true);
        await _bench.ChangeAsync();
        await _bench.CalledAsync(nameof(LookAtSession), 2);

        // A paused session has no deadline: only word of a change wakes it, however often that comes.
        for (var changes = 3; changes < 6; changes++)
        {
            await _bench.ChangeAsync();
            await _bench.CalledAsync(nameof(LookAtSession), changes);
        }

        Assert.Equal(5, _bench.Called.Count);
    }

    [Fact]
    public async Task HoweverOftenASessionChangesItsDeadlineIsHeld()
    {
        await _bench.StartAsync();
        for (var looks = 1; looks <= 45; looks++)
        {
            await _bench.CalledAsync(nameof(LookAtSession), looks);
            if (looks == 45) _bench.View = _bench.View with { Deadline = DateTimeOffset.UtcNow };
            await _bench.ChangeAsync();
        }

        await _bench.CalledAsync(nameof(EndOverdueSession), 1);
    }

    [Fact]
    public async Task AnActivityThatFailsIsTriedAgain()
    {
        var failures = new ConcurrentDictionary<string, bool>();
        _bench.Before = activity => failures.TryAdd(activity, true) ? throw new TimeoutException("storage is slow") : Task.CompletedTask;
        _bench.View = new(LifecycleStage.Ended, WasStarted: true, SettledAt: DateTimeOffset.UtcNow);
        await _bench.StartAsync();
        // The second try comes a second after the first.
        await _bench.CalledAsync(nameof(SendDrainMarker), 1);
        await _bench.AnswerAsync("end");
        await _bench.EndAsync();
        Assert.Equal([nameof(LookAtSession), nameof(SendDrainMarker), nameof(FinalizeSession), nameof(RequestFinalReports)], _bench.Called);
    }

    [Fact]
    public async Task AfterTheEndItWaitsUntilTheStreamHasSettledAndAsksLessAndLessOften()
    {
        var before = _bench.Clock.GetUtcNow();
        _bench.View = new(LifecycleStage.Ended, WasStarted: true, SettledAt: before.AddMinutes(10));
        await _bench.StartAsync();
        await _bench.CalledAsync(nameof(LookAtSession), 1);
        var asked = 0;
        foreach (var wait in new[] { 600, 30, 60, 120, 240, 480, 600, 600 })
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(wait - 0.4));
            await _bench.CalledAsync(nameof(SendDrainMarker), ++asked);
            // Not at once, but after the rest of the time.
            var now = _bench.Asked.Last();
            Assert.InRange((now - before).TotalSeconds, wait - 0.3, wait + 20);
            before = now;
        }
    }

    [Fact]
    public async Task WhatIsMadeFinalAgainAsksAQuestionOfItsOwn()
    {
        _bench.View = new(LifecycleStage.Ended, WasStarted: true, Finals: 1, SettledAt: DateTimeOffset.UtcNow.AddMinutes(-1));
        await _bench.StartAsync();
        await _bench.CalledAsync(nameof(LookAtSession), 1);
        // More that was late may follow.
        var looked = _bench.Clock.GetUtcNow();
        _bench.Clock.Advance(TimeSpan.FromSeconds(4));
        await _bench.CalledAsync(nameof(SendDrainMarker), 1);
        Assert.True(_bench.Asked.First() >= looked.AddSeconds(4.5));
        await _bench.AnswerAsync("end");
        _bench.Clock.Advance(TimeSpan.FromSeconds(31));
        await _bench.CalledAsync(nameof(SendDrainMarker), 2);
        Assert.DoesNotContain(nameof(FinalizeSession), _bench.Called);
        await _bench.AnswerAsync("end 1");
        await _bench.EndAsync();
    }

    [Fact]
    public async Task WhatIsToldWhileTheReportsAreAskedForIsLookedAt()
    {
        _bench.View = new(LifecycleStage.Finalized, WasStarted: true, Finals: 1);
        _bench.Before = async activity =>
        {
            if (activity != nameof(RequestFinalReports)) return;
            _bench.Before = null;
            await _bench.ChangeAsync();
        };
        await _bench.StartAsync();
        await _bench.CalledAsync(nameof(RequestFinalReports), 2);
        await _bench.EndAsync();
        Assert.Equal(
            [nameof(LookAtSession), nameof(RequestFinalReports), nameof(LookAtSession), nameof(RequestFinalReports)], _bench.Called);
    }

    [Fact]
    public async Task ADeadlineThatItsOwnClockHasPassedAndStorageHasNotIsTriedAgainAMomentLater()
    {
        _bench.View = new(LifecycleStage.Open, DateTimeOffset.UtcNow.AddSeconds(-1), WasStarted: true);
        var tries = new ConcurrentQueue<DateTimeOffset>();
        _bench.Before = activity =>
        {
            if (activity == nameof(EndOverdueSession)) tries.Enqueue(_bench.Clock.GetUtcNow());
            return Task.CompletedTask;
        };
        await _bench.StartAsync();
        await _bench.CalledAsync(nameof(EndOverdueSession), 2);
        Assert.True(tries.ElementAt(1) - tries.ElementAt(0) >= TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task SilenceIsBelievedOnlyWhenThatWasTheQuestion()
    {
        _bench.View = new(LifecycleStage.Open, DateTimeOffset.UtcNow.AddHours(1), IsSilent: true, WasStarted: true);
        await _bench.StartAsync();
        await _bench.CalledAsync(nameof(SendDrainMarker), 1);

        await _bench.AnswerAsync("silence long ago");

        // Looked at again, since nobody answered.
        _bench.Clock.Advance(TimeSpan.FromSeconds(31));
        await _bench.CalledAsync(nameof(SendDrainMarker), 2);
        Assert.DoesNotContain(nameof(EndSilentSession), _bench.Called);
    }
}
