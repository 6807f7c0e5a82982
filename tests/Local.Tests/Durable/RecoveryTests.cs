using Microsoft.DurableTask.Client;

namespace Proctoring.Local.Tests.Durable;

public sealed class RecoveryTests
{
    [Fact]
    public async Task AnOrchestrationGoesOnWhereTheCrashLeftIt()
    {
        var ran = 0;
        await using var first = HubFixture.Start(h =>
        {
            h.Orchestrator("Trip", async context =>
            {
                var before = await context.CallActivityAsync<int>("Count");
                var word = await context.WaitForExternalEvent<string>("word");
                return $"{before} {word} {await context.CallActivityAsync<int>("Count")}";
            });
            h.Activity<object>("Count", _ => Task.FromResult<object?>(Interlocked.Increment(ref ran)));
        });
        var id = await first.StartAsync("Trip");
        await HubFixture.Until(() => first.Look(id, one => one is { History.Count: > 3, OpenActivities.Count: 0, Inbox.Count: 0 }));

        await using var second = first.Crashed();
        await second.Client.RaiseEventAsync(id, "word", "and");

        Assert.Equal("1 and 2", (await second.EndOf(id)).ReadOutputAs<string>());
        Assert.Equal(2, ran);
    }

    [Fact]
    public async Task AnEventThatWasAcknowledgedIsNotLost()
    {
        await using var first = HubFixture.Start("Ask", async context => await context.WaitForExternalEvent<string>("answer"));
        var id = await first.StartAsync("Ask");
        await first.Client.RaiseEventAsync(id, "answer", "yes");

        await using var second = first.Crashed();

        Assert.Equal("yes", (await second.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task TimersThatFellDueWhileNobodyRanFireAtTheStart()
    {
        await using var first = HubFixture.Start("Deadline", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), default);
            return null;
        });
        var id = await first.StartAsync("Deadline");
        await HubFixture.Until(() => first.Hub.WaitingTimers == 1);
        await first.Hub.DisposeAsync();
        first.Clock.Advance(TimeSpan.FromHours(3));

        await using var second = await first.RestartedAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await second.EndOf(id)).RuntimeStatus);
    }

    [Fact]
    public async Task TimersThatAreNotDueYetWaitOn()
    {
        await using var first = HubFixture.Start("Deadline", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), default);
            return null;
        });
        var id = await first.StartAsync("Deadline");
        await HubFixture.Until(() => first.Hub.WaitingTimers == 1);

        await using var second = await first.RestartedAsync();
        Assert.Equal(1, second.Hub.WaitingTimers);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await second.Find(id)).RuntimeStatus);
        second.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await second.EndOf(id)).RuntimeStatus);
    }

    [Fact]
    public async Task APostponedStartIsKept()
    {
        await using var first = HubFixture.Start("Later", _ => Task.FromResult<object?>("ran"));
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync(
            "Later", new Microsoft.DurableTask.StartOrchestrationOptions(StartAt: first.Clock.GetUtcNow().AddHours(1)));

        await using var second = first.Crashed();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await second.Find(id)).RuntimeStatus);
        second.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("ran", (await second.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AnActivityThatACrashInterruptedRunsAgainAndOneThatWasDoneDoesNot()
    {
        int quick = 0, slow = 0;
        var never = new TaskCompletionSource<object?>();
        await using var first = HubFixture.Start(h =>
        {
            h.Orchestrator("Two", async context =>
                await context.CallActivityAsync<int>("Quick") + await context.CallActivityAsync<int>("Slow"));
            h.Activity<object>("Quick", _ => Task.FromResult<object?>(Interlocked.Increment(ref quick)));
            h.Activity<object>("Slow", _ => Interlocked.Increment(ref slow) == 1 ? never.Task : Task.FromResult<object?>(10));
        });
        var id = await first.StartAsync("Two");
        await HubFixture.Until(() => slow == 1);

        await using var second = first.Crashed();

        Assert.Equal(11, (await second.EndOf(id)).ReadOutputAs<int>());
        Assert.Equal((1, 2), (quick, slow));
        never.SetResult(0);
    }

    [Fact]
    public async Task AnActivityThatAStopCancelledCountsAsNeverRun()
    {
        var runs = 0;
        await using var first = HubFixture.Start(h =>
        {
            h.Orchestrator("Call", async context => await context.CallActivityAsync<string>("Wait"));
            h.Activity<object>("Wait", async (_, stopping) =>
            {
                if (Interlocked.Increment(ref runs) == 1) await Task.Delay(Timeout.Infinite, stopping);
                return "done";
            });
        });
        var id = await first.StartAsync("Call");
        await HubFixture.Until(() => runs == 1);

        await using var second = await first.RestartedAsync();

        Assert.Equal("done", (await second.EndOf(id)).ReadOutputAs<string>());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task AnActivityThatFinishesWithinTheGraceOfAStopDoesNotRunAgain()
    {
        var runs = 0;
        var finish = new TaskCompletionSource();
        await using var first = HubFixture.Start(h =>
        {
            h.Orchestrator("Call", async context => await context.CallActivityAsync<string>("Work"));
            h.Activity<object>("Work", async _ =>
            {
                Interlocked.Increment(ref runs);
                await finish.Task;
                return "done";
            });
        });
        var id = await first.StartAsync("Call");
        await HubFixture.Until(() => runs == 1);

        var stop = first.Hub.StopAsync(CancellationToken.None);
        finish.SetResult();
        await stop;
        await using var second = await first.RestartedAsync();

        Assert.Equal("done", (await second.EndOf(id)).ReadOutputAs<string>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task ASuspendedInstanceIsStillSuspendedAfterACrash()
    {
        await using var first = HubFixture.Start("Ask", async context => await context.WaitForExternalEvent<string>("answer"));
        var id = await first.StartAsync("Ask");
        await first.Is(id, OrchestrationRuntimeStatus.Running);
        await first.Client.SuspendInstanceAsync(id);
        await first.Is(id, OrchestrationRuntimeStatus.Suspended);
        await first.Client.RaiseEventAsync(id, "answer", "yes");

        await using var second = first.Crashed();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await second.Find(id)).RuntimeStatus);
        await second.Client.ResumeInstanceAsync(id);

        Assert.Equal("yes", (await second.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AClockThatWasSetBackTakesNoOrchestrationBackInTime()
    {
        await using var first = HubFixture.Start("Ask", async context =>
        {
            var begun = context.CurrentUtcDateTime;
            await context.WaitForExternalEvent<string>("answer");
            return context.CurrentUtcDateTime - begun;
        });
        first.Clock.Advance(TimeSpan.FromHours(1));
        var id = await first.StartAsync("Ask");
        await first.Is(id, OrchestrationRuntimeStatus.Running);

        await using var second = first.Crashed(clock: new Local.Host.MovableClock());
        await second.Client.RaiseEventAsync(id, "answer", "yes");

        Assert.Equal(TimeSpan.Zero, (await second.EndOf(id)).ReadOutputAs<TimeSpan>());
        Assert.True((await second.Find(id)).LastUpdatedAt > second.Clock.GetUtcNow().AddMinutes(50));
    }

    [Fact]
    public async Task CodeThatChangedUnderARunningInstanceFailsIt()
    {
        void Register(HubFixture hub, string activity)
        {
            hub.Orchestrator("Versioned", async context =>
            {
                await context.CallActivityAsync(activity);
                return await context.WaitForExternalEvent<string>("word");
            });
            hub.Activity<object>(activity, _ => Task.FromResult<object?>(null));
        }
        await using var first = HubFixture.Start(hub => Register(hub, "Old"));
        var id = await first.StartAsync("Versioned");
        await HubFixture.Until(() => first.Look(id, one => one is { History.Count: > 3, OpenActivities.Count: 0, Inbox.Count: 0 }));

        await using var second = first.Crashed(hub => Register(hub, "New"));
        await second.Client.RaiseEventAsync(id, "word", "hello");

        var end = await second.EndOf(id);
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", end.FailureDetails!.ErrorType);
    }
}
