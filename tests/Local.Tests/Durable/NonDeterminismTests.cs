using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Proctoring.Local.Tests.Durable;

/// <summary>An orchestrator that does something else than its history says.</summary>
public sealed class NonDeterminismTests
{
    [Fact]
    public async Task AnOrchestratorThatDoesSomethingElseThanItsHistoryFails()
    {
        var calls = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Random", async context =>
            {
                await context.CallActivityAsync(Interlocked.Increment(ref calls) == 1 ? "A" : "B");
                return null;
            });
            h.Activity<object>("A", _ => Task.FromResult<object?>(null));
            h.Activity<object>("B", _ => Task.FromResult<object?>(null));
        });

        var end = await hub.RunAsync("Random");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", end.FailureDetails!.ErrorType);
        Assert.Contains("activity 'A'", end.FailureDetails.ErrorMessage);
        Assert.Contains("activity 'B'", end.FailureDetails.ErrorMessage);
    }

    [Fact]
    public async Task AnOrchestratorThatLeavesOutAStepFails()
    {
        var calls = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Forgetful", async context =>
            {
                if (Interlocked.Increment(ref calls) == 1) await context.CreateTimer(TimeSpan.FromMilliseconds(1), default);
                return null;
            });
        });

        var end = await hub.RunAsync("Forgetful");

        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", end.FailureDetails!.ErrorType);
        Assert.Contains("hasn't (yet?) scheduled", end.FailureDetails.ErrorMessage);
    }

    [Theory]
    [InlineData("activity", "activity 'One'", "a call of activity 'Two'")]
    [InlineData("sub", "sub-orchestration 'One'", "a call of sub-orchestration 'Two'")]
    [InlineData("event", "an event 'One' to another instance", "an event 'Two' to another instance")]
    [InlineData("timer", "a timer", "a call of activity 'Two'")]
    [InlineData("no-timer", "activity 'One'", "a timer")]
    public async Task TheFailureSaysWhatWasAndWhatIsAskedFor(string kind, string was, string isNow)
    {
        var runs = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Random", async context =>
            {
                var again = Interlocked.Increment(ref runs) > 1;
                Ask(context, (kind, again) switch { ("timer", false) => "timer", ("no-timer", true) => "timer", ("timer" or "no-timer", _) => "activity", _ => kind }, again ? "Two" : "One");
                return await context.WaitForExternalEvent<string>("end");
            });
        });
        var id = await hub.StartAsync("Random");
        // A call of what is not there fails at once, and so brings about the second run.
        if (kind is "event" or "timer")
        {
            await hub.Is(id, OrchestrationRuntimeStatus.Running);
            await hub.Client.RaiseEventAsync(id, "end", "now");
        }

        var end = await hub.EndOf(id);
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", end.FailureDetails!.ErrorType);
        Assert.Contains($"scheduled {was} with sequence number", end.FailureDetails.ErrorMessage);
        Assert.Contains($"instead produced {isNow} with", end.FailureDetails.ErrorMessage);

        static void Ask(TaskOrchestrationContext context, string what, string name)
        {
            if (what == "sub") _ = context.CallSubOrchestratorAsync(name);
            else if (what == "event") context.SendEvent("nobody", name, "");
            else if (what == "timer") _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            else _ = context.CallActivityAsync(name);
        }
    }

    [Fact]
    public async Task TheCaseOfANameIsNoDifference()
    {
        var runs = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Renamed", async context =>
            {
                context.SendEvent("nobody", Interlocked.Increment(ref runs) == 1 ? "news" : "News", "");
                var child = await context.CallSubOrchestratorAsync<int>(runs == 1 ? "child" : "Child");
                return child + await context.CallActivityAsync<int>(runs == 2 ? "one" : "One");
            });
            h.Orchestrator("Child", _ => Task.FromResult<object?>(1));
            h.Activity<object>("One", _ => Task.FromResult<object?>(1));
        });

        Assert.Equal(2, (await hub.RunAsync("Renamed")).ReadOutputAs<int>());
    }
}
