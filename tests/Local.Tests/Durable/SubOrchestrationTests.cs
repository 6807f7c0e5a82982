using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Proctoring.Local.Tests.Durable;

public sealed class SubOrchestrationTests
{
    [Fact]
    public async Task AChildAnswersItsParentAndKnowsIt()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", 20, new SubOrchestrationOptions(instanceId: "the-child")));
            h.Orchestrator("Child", context => Task.FromResult<object?>(
                $"{context.InstanceId} of {context.Parent!.Name} {context.Parent.InstanceId}: {context.GetInput<int>() + 1}"));
        });

        var parent = await hub.StartAsync("Parent", id: "the-parent");

        Assert.Equal("the-child of Parent the-parent: 21", (await hub.EndOf(parent)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.Find("the-child")).RuntimeStatus);
    }

    [Fact]
    public async Task AChildWithoutAnIdGetsOneOfItsOwn()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Parent", async context => await Task.WhenAll(
                Enumerable.Range(0, 5).Select(_ => context.CallSubOrchestratorAsync<string>("Child"))));
            h.Orchestrator("Child", context => Task.FromResult<object?>(context.InstanceId));
        });

        var ids = (await hub.RunAsync("Parent")).ReadOutputAs<string[]>()!;

        Assert.Equal(5, ids.Distinct().Count());
    }

    [Fact]
    public async Task AChildsFailureReachesItsParent()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                    return null;
                }
                catch (TaskFailedException e)
                {
                    return $"{e.TaskName} {e.FailureDetails.ErrorType} {e.FailureDetails.InnerFailure!.ErrorMessage}";
                }
            });
            h.Orchestrator("Child", async context => await context.CallActivityAsync<object>("Break"));
            h.Activity<object>("Break", _ => throw new InvalidOperationException("broken"));
        });

        Assert.Equal(
            "Child Microsoft.DurableTask.TaskFailedException broken", (await hub.RunAsync("Parent")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AChildWhoseIdIsTakenFailsTheCall()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "taken")));
            h.Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("never"));
        });
        await hub.StartAsync("Child", id: "taken");

        var end = await hub.RunAsync("Parent");

        Assert.True(end.FailureDetails!.InnerFailure!.IsCausedBy<OrchestrationAlreadyExistsException>());
    }

    [Fact]
    public async Task AChildThatIsTerminatedFailsTheCall()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "the-child")));
            h.Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("never"));
        });
        var parent = await hub.StartAsync("Parent");
        await hub.Is("the-child", OrchestrationRuntimeStatus.Running);

        await hub.Client.TerminateInstanceAsync("the-child");

        Assert.Equal("OrchestrationTerminated", (await hub.EndOf(parent)).FailureDetails!.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task TerminatingAParentLeavesItsChildrenUnlessAskedOtherwise()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", context.InstanceId, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child")));
            h.Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("end"));
        });
        foreach (var (parent, recursive) in new[] { ("lenient", false), ("strict", true) })
        {
            await hub.StartAsync("Parent", id: parent);
            await hub.Is($"{parent}-child", OrchestrationRuntimeStatus.Running);
            await hub.Client.TerminateInstanceAsync(parent, new TerminateInstanceOptions("enough", recursive));
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndOf(parent)).RuntimeStatus);
        }

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndOf("strict-child")).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Find("lenient-child")).RuntimeStatus);
        await hub.Client.RaiseEventAsync("lenient-child", "end", "by itself");
        Assert.Equal("by itself", (await hub.EndOf("lenient-child")).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.Find("lenient")).RuntimeStatus);
    }
}
