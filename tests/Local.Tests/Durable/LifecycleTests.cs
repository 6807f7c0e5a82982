using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Proctoring.Local.Tests.Durable;

public sealed class LifecycleTests
{
    [Fact]
    public async Task ContinueAsNewBeginsWithAnEmptyHistory()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Count", async context =>
            {
                var n = context.GetInput<int>();
                context.SetCustomStatus(n);
                await context.CallActivityAsync("Nothing");
                if (n == 50) return n;
                context.ContinueAsNew(n + 1);
                return null;
            });
            h.Activity<object>("Nothing", _ => Task.FromResult<object?>(null));
        });

        var id = await hub.StartAsync("Count", 0);
        var longest = 0;
        while (await hub.Client.GetInstanceAsync(id) is { IsCompleted: false })
        {
            longest = Math.Max(longest, hub.Look(id, one => one.History.Count));
            await Task.Yield();
        }

        Assert.Equal(50, (await hub.EndOf(id)).ReadOutputAs<int>());
        Assert.InRange(longest, 1, 5);
    }

    [Fact]
    public async Task UnprocessedEventsAreKeptAcrossContinueAsNewUnlessDeclined()
    {
        await using var hub = HubFixture.Start("Begin anew", async context =>
        {
            if (context.GetInput<bool?>() is not { } keep)
                return await context.WaitForExternalEvent<string>("word", TimeSpan.FromMinutes(1)) + " heard";
            await context.WaitForExternalEvent<object>("go");
            context.ContinueAsNew(null, keep);
            return null;
        });
        foreach (var keep in new[] { true, false })
        {
            var id = await hub.StartAsync("Begin anew", keep, $"keep-{keep}");
            await hub.Client.RaiseEventAsync(id, "word", "my word");
            await hub.Client.RaiseEventAsync(id, "go");
        }

        Assert.Equal("my word heard", (await hub.EndOf("keep-True")).ReadOutputAs<string>());
        await HubFixture.Until(() => hub.Look("keep-False", one => one.OpenTimers.Count == 1));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.EndOf("keep-False")).RuntimeStatus);
    }

    [Fact]
    public async Task EventsThatComeWhileTheEndIsHeldUpGoToTheNextExecution()
    {
        var finish = new TaskCompletionSource<object?>();
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Begin anew", async context =>
            {
                if (context.GetInput<string>() is not null) return await context.WaitForExternalEvent<string>("word");
                _ = context.CallActivityAsync("Slow");
                context.ContinueAsNew("second");
                return null;
            });
            h.Activity<object>("Slow", _ => finish.Task);
        });
        var id = await hub.StartAsync("Begin anew");
        await HubFixture.Until(() => hub.Look(id, one => one.OpenActivities.Count == 1));

        await hub.Client.RaiseEventAsync(id, "word", "in between");
        await HubFixture.Until(() => hub.Look(id, one => one.Inbox.Count == 0));
        finish.SetResult(null);

        Assert.Equal("in between", (await hub.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task TheCustomStatusOutlivesContinueAsNew()
    {
        await using var hub = HubFixture.Start("Begin anew", async context =>
        {
            if (context.GetInput<string>() is null)
            {
                context.SetCustomStatus("first");
                context.ContinueAsNew("second");
                return null;
            }
            return await context.WaitForExternalEvent<string>("end");
        });
        var id = await hub.StartAsync("Begin anew");
        await HubFixture.Until(() => hub.Look(id, one => one is { Created.Input: not null, History.Count: > 0 }));

        await hub.Shows(id, "first");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Find(id)).RuntimeStatus);
    }

    [Fact]
    public async Task ATerminatedInstanceEndsWithItsOutputAndDoesNothingMore()
    {
        var went = false;
        await using var hub = HubFixture.Start("Endless", async context =>
        {
            await context.WaitForExternalEvent<object>("never");
            went = true;
            return null;
        });
        var id = await hub.StartAsync("Endless");
        await hub.Is(id, OrchestrationRuntimeStatus.Running);

        await hub.Client.TerminateInstanceAsync(id, (object)"over");

        var end = await hub.EndOf(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("over", end.ReadOutputAs<string>());
        Assert.False(went);
        Assert.Equal(0, hub.Look(id, one => one.History.Count));
    }

    [Fact]
    public async Task ASuspendedInstanceTakesInEverythingButGoesOnOnlyWhenResumed()
    {
        var ran = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Pausable", async context =>
            {
                var words = new List<string>();
                for (var n = 0; n < 2; n++) words.Add(await context.WaitForExternalEvent<string>("word"));
                await context.CallActivityAsync("Work");
                return words;
            });
            h.Activity<object>("Work", _ => Task.FromResult<object?>(Interlocked.Increment(ref ran)));
        });
        var id = await hub.StartAsync("Pausable");
        await hub.Is(id, OrchestrationRuntimeStatus.Running);
        await hub.Client.SuspendInstanceAsync(id, "wait a bit");
        await hub.Is(id, OrchestrationRuntimeStatus.Suspended);

        await hub.Client.RaiseEventAsync(id, "word", "one");
        await hub.Client.RaiseEventAsync(id, "word", "two");
        await HubFixture.Until(() => hub.Look(id, one => one.History.Count >= 6) && hub.Look(id, one => one.Inbox.Count == 0));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.Find(id)).RuntimeStatus);
        Assert.Equal(0, ran);
        await hub.Client.ResumeInstanceAsync(id, "go on");

        Assert.Equal(["one", "two"], (await hub.EndOf(id)).ReadOutputAs<string[]>()!);
        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task ATimerThatFiresWhileSuspendedCountsWhenResumed()
    {
        await using var hub = HubFixture.Start("Pausable", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), default);
            return "fired";
        });
        var id = await hub.StartAsync("Pausable");
        await HubFixture.Until(() => hub.Hub.WaitingTimers == 1);
        await hub.Client.SuspendInstanceAsync(id);
        await hub.Is(id, OrchestrationRuntimeStatus.Suspended);

        hub.Clock.Advance(TimeSpan.FromHours(1));
        await HubFixture.Until(() => hub.Look(id, one => one.OpenTimers.Count == 0));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.Find(id)).RuntimeStatus);
        await hub.Client.ResumeInstanceAsync(id);

        Assert.Equal("fired", (await hub.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ASuspendedInstanceCanBeTerminated()
    {
        await using var hub = HubFixture.Start("Endless", async context => await context.WaitForExternalEvent<string>("never"));
        var id = await hub.StartAsync("Endless");
        await hub.Is(id, OrchestrationRuntimeStatus.Running);
        await hub.Client.SuspendInstanceAsync(id);
        await hub.Is(id, OrchestrationRuntimeStatus.Suspended);

        await hub.Client.TerminateInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndOf(id)).RuntimeStatus);
    }

    [Fact]
    public async Task WhatAStepAsksForBeforeItIsSuspendedIsDoneWhenItIsResumed()
    {
        var ran = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Call", async context => await context.CallActivityAsync<int>("Work"));
            h.Activity<object>("Work", _ => Task.FromResult<object?>(Interlocked.Increment(ref ran)));
        });
        // Suspended before its postponed start, so that one step begins the execution and suspends it.
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Call", new StartOrchestrationOptions(StartAt: hub.Clock.GetUtcNow().AddHours(1)));
        await hub.Client.SuspendInstanceAsync(id);
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.Is(id, OrchestrationRuntimeStatus.Suspended);
        Assert.Equal(0, hub.Look(id, one => one.OpenActivities.Count));

        await hub.Client.ResumeInstanceAsync(id);

        Assert.Equal(1, (await hub.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task AResultForAnExecutionThatIsGoneDoesNotReachTheNextOneOfItsId()
    {
        var results = new[] { new TaskCompletionSource<object?>(), new TaskCompletionSource<object?>() };
        var calls = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Call", async context => await context.CallActivityAsync<string>("Work"));
            h.Activity<object>("Work", _ => results[Interlocked.Increment(ref calls) - 1].Task);
        });
        for (var call = 1; call <= 2; call++)
        {
            await hub.StartAsync("Call", id: "mine");
            await HubFixture.Until(() => calls == call);
            if (call == 2) break;
            await hub.Client.TerminateInstanceAsync("mine");
            await hub.EndOf("mine");
        }

        results[0].SetResult("old");
        results[1].SetResult("new");

        Assert.Equal("new", (await hub.EndOf("mine")).ReadOutputAs<string>());
    }
}
