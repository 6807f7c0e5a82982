using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Proctoring.Local.Tests.Durable;

public sealed class TimerTests
{
    [Fact]
    public async Task ATimerFiresWhenTheClockIsMoved()
    {
        await using var hub = HubFixture.Start("Deadline", async context =>
        {
            var begun = context.CurrentUtcDateTime;
            await context.CreateTimer(begun.AddHours(2), default);
            return context.CurrentUtcDateTime - begun;
        });
        var id = await hub.StartAsync("Deadline");
        await HubFixture.Until(() => hub.Hub.WaitingTimers == 1);

        hub.Clock.Advance(TimeSpan.FromHours(1.9));
        await Task.Yield();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Find(id)).RuntimeStatus);
        hub.Clock.Advance(TimeSpan.FromHours(0.2));

        var took = (await hub.EndOf(id)).ReadOutputAs<TimeSpan>();
        Assert.InRange(took, TimeSpan.FromHours(2), TimeSpan.FromHours(2.5));
    }

    [Fact]
    public async Task AShortTimerFiresByItself()
    {
        await using var hub = HubFixture.Start("Nap", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(50), default);
            return null;
        });
        var clock = Stopwatch.StartNew();

        await hub.RunAsync("Nap");

        Assert.InRange(clock.ElapsedMilliseconds, 49, 60_000);
    }

    [Fact]
    public async Task ATimerOfAYearFiresWhenTheClockIsMovedByAYear()
    {
        await using var hub = HubFixture.Start("Retention", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(365), default);
            return context.CurrentUtcDateTime;
        });
        var id = await hub.StartAsync("Retention");
        await HubFixture.Until(() => hub.Hub.WaitingTimers == 1);
        Assert.InRange(hub.Look(id, one => one.OpenTimers.Values.Single()) - hub.Hub.Now, TimeSpan.FromDays(2.9), TimeSpan.FromDays(3));

        hub.Clock.Advance(TimeSpan.FromDays(364));
        // The timer is a chain of three-day timers; the one under way fires and finds a day left.
        await HubFixture.Until(() =>
            hub.Hub.WaitingTimers == 1 && hub.Look(id, one => one.OpenTimers.Values.All(at => at > hub.Hub.Now)));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Find(id)).RuntimeStatus);
        hub.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.EndOf(id)).RuntimeStatus);
    }

    [Fact]
    public async Task AnOpenTimerKeepsTheInstanceRunningUntilItFires()
    {
        await using var hub = HubFixture.Start("Careless", context =>
        {
            _ = context.CreateTimer(TimeSpan.FromHours(1), default);
            return Task.FromResult<object?>("done");
        });
        var id = await hub.StartAsync("Careless");
        await HubFixture.Until(() => hub.Hub.WaitingTimers == 1);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Find(id)).RuntimeStatus);

        hub.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("done", (await hub.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ACancelledTimerDoesNotHoldTheInstance()
    {
        await using var hub = HubFixture.Start("Careful", async context =>
        {
            using var stop = new CancellationTokenSource();
            var deadline = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
            var answer = context.WaitForExternalEvent<string>("answer");
            if (await Task.WhenAny(deadline, answer) == deadline) return "too late";
            stop.Cancel();
            return await answer;
        });
        var id = await hub.StartAsync("Careful");
        await hub.Client.RaiseEventAsync(id, "answer", "42");

        Assert.Equal("42", (await hub.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ManyTimersWaitBehindOneAndFireTogether()
    {
        const int Many = 2_000;
        await using var hub = HubFixture.Start("Wait", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(context.GetInput<int>()), default);
            return null;
        });
        var ids = await Task.WhenAll(Enumerable.Range(0, Many).Select(n => hub.StartAsync("Wait", 60 + (n % 60))));
        await HubFixture.Until(() => hub.Hub.WaitingTimers == Many);

        hub.Clock.Advance(TimeSpan.FromHours(2));
        await Task.WhenAll(ids.Select(hub.EndOf));

        Assert.Equal(0, hub.Hub.WaitingTimers);
    }

    [Fact]
    public async Task AnEarlierTimerDoesNotWaitForOneThatWasThereBefore()
    {
        await using var hub = HubFixture.Start("Wait", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(context.GetInput<int>()), default);
            return null;
        });
        var late = await hub.StartAsync("Wait", 3);
        await HubFixture.Until(() => hub.Hub.WaitingTimers == 1);
        var early = await hub.StartAsync("Wait", 1);
        await HubFixture.Until(() => hub.Hub.WaitingTimers == 2);

        hub.Clock.Advance(TimeSpan.FromHours(2));
        await hub.EndOf(early);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Find(late)).RuntimeStatus);
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.EndOf(late);
    }

    [Fact]
    public async Task CancelledTimersAreForgotten()
    {
        await using var hub = HubFixture.Start("Postpone", async context =>
        {
            for (var n = 0; n < 3_000; n++)
            {
                using var stop = new CancellationTokenSource();
                _ = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
                stop.Cancel();
            }
            await context.CreateTimer(TimeSpan.FromHours(1), default);
            return null;
        });
        var id = await hub.StartAsync("Postpone");

        await HubFixture.Until(() => hub.Hub.WaitingTimers > 0);

        Assert.Equal(1, hub.Hub.WaitingTimers);
        Assert.Equal(1, hub.Look(id, one => one.OpenTimers.Count));
    }

    [Fact]
    public async Task APostponedInstanceIsPendingUntilItsTime()
    {
        await using var hub = HubFixture.Start("Later", _ => Task.FromResult<object?>("ran"));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Later", new StartOrchestrationOptions(StartAt: hub.Clock.GetUtcNow().AddHours(1)));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.Find(id)).RuntimeStatus);

        hub.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("ran", (await hub.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task APostponedInstanceCanBeTerminatedBeforeItsTime()
    {
        await using var hub = HubFixture.Start("Later", _ => throw new InvalidOperationException("must not run"));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Later", new StartOrchestrationOptions(StartAt: hub.Clock.GetUtcNow().AddHours(1)));

        await hub.Client.TerminateInstanceAsync(id, "not needed");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndOf(id)).RuntimeStatus);
    }
}
