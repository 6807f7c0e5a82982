using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Tests.Durable;

public sealed class ReplayTests
{
    [Fact]
    public async Task ActivitiesRunInOrderAndTheirResultsComeBack()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Greet", async context =>
            {
                var names = context.GetInput<string[]>()!;
                var greetings = new List<string>();
                foreach (var name in names) greetings.Add(await context.CallActivityAsync<string>("Hello", name));
                return greetings;
            });
            h.Activity<string>("hello", name => Task.FromResult<object?>($"Hello {name}"));
        });

        var end = await hub.RunAsync("greet", new[] { "Ada", "Grace" });

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(["Hello Ada", "Hello Grace"], end.ReadOutputAs<string[]>()!);
        Assert.Equal(["Ada", "Grace"], end.ReadInputAs<string[]>()!);
    }

    [Fact]
    public async Task ActivitiesFanOutAndIn()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Sum", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 100).Select(n => context.CallActivityAsync<int>("Square", n)))).Sum());
            h.Activity<int>("Square", async n =>
            {
                await Task.Yield();
                return n * n;
            });
        });

        Assert.Equal(338_350, (await hub.RunAsync("Sum")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task EveryStepRunsTheOrchestratorFromItsBeginningAndOnlyItsEndIsNew()
    {
        var seen = new List<(int Step, bool Replaying)>();
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Steps", async context =>
            {
                for (var step = 0; step < 3; step++)
                {
                    lock (seen) seen.Add((step, context.IsReplaying));
                    await context.CallActivityAsync("Nothing");
                }
                return null;
            });
            h.Activity<object>("Nothing", _ => Task.FromResult<object?>(null));
        });

        await hub.RunAsync("Steps");

        Assert.Equal(
            [(0, false), (0, true), (1, false), (0, true), (1, true), (2, false), (0, true), (1, true), (2, true)], seen);
    }

    [Fact]
    public async Task TimeIdsAndParentAreTheSameOnEveryReplay()
    {
        var seen = new List<string>();
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Same", async context =>
            {
                var first = $"{context.CurrentUtcDateTime:o} {context.NewGuid()} {context.NewGuid()} {context.Name}";
                lock (seen) seen.Add(first);
                await context.CallActivityAsync("Nothing");
                return context.NewGuid().ToString() + context.Parent;
            });
            h.Activity<object>("Nothing", _ => Task.FromResult<object?>(null));
        });

        var end = await hub.RunAsync("Same");

        Assert.Equal(2, seen.Count);
        Assert.Single(seen.Distinct());
        Assert.Equal('5', seen[0].Split(' ')[1][14]);
        Assert.NotEqual(seen[0].Split(' ')[1], seen[0].Split(' ')[2]);
        Assert.DoesNotContain(end.ReadOutputAs<string>()!, seen[0]);
    }

    [Fact]
    public async Task AReplaySafeLoggerSaysEverythingOnce()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Talk", async context =>
            {
                var logger = context.CreateReplaySafeLogger<ReplayTests>();
                logger.LogInformation("before");
                await context.CallActivityAsync("Nothing");
                logger.LogInformation("between");
                await context.CallActivityAsync("Nothing");
                return null;
            });
            h.Activity<object>("Nothing", _ => Task.FromResult<object?>(null));
        });

        await hub.RunAsync("Talk");

        Assert.Equal(["before", "between"], hub.Logs.Entries.Select(entry => entry.Text));
    }

    [Fact]
    public async Task AnOrchestratorThatAwaitsSomethingElseFailsAndSaysWhy()
    {
        await using var hub = HubFixture.Start("Sleepy", async _ =>
        {
            await Task.Delay(10);
            return null;
        });

        var end = await hub.RunAsync("Sleepy");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("awaiting non-durable tasks", end.FailureDetails!.ErrorMessage);
        Assert.True(end.FailureDetails.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public async Task AContextUsedFromAnotherThreadThrows()
    {
        Exception? thrown = null;
        await using var hub = HubFixture.Start("Escape", async context =>
        {
            var other = new Thread(() => thrown = Record.Exception(() => { context.NewGuid(); }));
            other.Start();
            other.Join();
            await Task.CompletedTask;
            return null;
        });

        await hub.RunAsync("Escape");

        Assert.Contains("awaiting non-durable tasks", Assert.IsType<InvalidOperationException>(thrown).Message);
    }

    /// <summary>A slip that the compiler lets through.</summary>
    [Fact]
    public async Task OptionsInPlaceOfAnInputAreRefused()
    {
        await using var hub = HubFixture.Start("Slip", async context =>
            await context.CallActivityAsync<string>("Nothing", (object)new Microsoft.DurableTask.TaskOptions()));

        Assert.True((await hub.RunAsync("Slip")).FailureDetails!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task AnUnknownOrchestratorFails()
    {
        await using var hub = HubFixture.Start(_ => { });

        var end = await hub.RunAsync("Nobody");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("'Nobody' doesn't exist", end.FailureDetails!.ErrorMessage);
        Assert.Equal(end.FailureDetails.ErrorMessage, end.SerializedOutput);
    }

    [Fact]
    public async Task TheCustomStatusIsShownAndLimited()
    {
        Exception? thrown = null;
        await using var hub = HubFixture.Start("Show", async context =>
        {
            // With its quotes two characters of two bytes more than there is room for.
            context.SetCustomStatus(new string('x', 8 * 1024 - 2));
            thrown = Record.Exception(() => context.SetCustomStatus(new string('x', 8 * 1024 - 1)));
            context.SetCustomStatus(new { Step = 1 });
            await context.WaitForExternalEvent<string>("go on");
            return null;
        });

        var id = await hub.StartAsync("Show");
        await hub.Shows(id, new { Step = 1 });

        Assert.IsType<ArgumentException>(thrown);
        Assert.Null((await hub.Client.GetInstanceAsync(id))!.SerializedCustomStatus);
    }
}
