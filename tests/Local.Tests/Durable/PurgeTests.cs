using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Proctoring.Local.Tests.Durable;

public sealed class PurgeTests
{
    static HubFixture Start() => HubFixture.Start(h =>
    {
        h.Orchestrator("Quick", context => Task.FromResult<object?>(context.GetInput<string>()));
        h.Orchestrator("Ask", async context => await context.WaitForExternalEvent<string>("answer"));
    });

    [Fact]
    public async Task OnlyEndedInstancesArePurged()
    {
        await using var hub = Start();
        var running = await hub.StartAsync("Ask");
        var ended = (await hub.RunAsync("Quick")).InstanceId;

        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync(running)).PurgedInstanceCount);
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(ended)).PurgedInstanceCount);

        Assert.Null(await hub.Client.GetInstanceAsync(ended));
        Assert.NotNull(await hub.Client.GetInstanceAsync(running));
        await using var other = hub.Crashed();
        Assert.Null(await other.Client.GetInstanceAsync(ended));
    }

    [Fact]
    public async Task EndedInstancesArePurgedByTimeAndStatus()
    {
        await using var hub = Start();
        await hub.RunAsync("Quick");
        await hub.RunAsync("Nobody");
        var running = await hub.StartAsync("Ask");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        var late = (await hub.RunAsync("Quick")).InstanceId;

        var until = hub.Clock.GetUtcNow().AddMinutes(-30);
        Assert.Equal(1, (await hub.Client.PurgeAllInstancesAsync(new(CreatedTo: until, Statuses: [Status.Failed]))).PurgedInstanceCount);
        Assert.Equal(1, (await hub.Client.PurgeAllInstancesAsync(new(CreatedTo: until))).PurgedInstanceCount);

        Assert.Equal(new[] { late, running }.Order(), hub.Hub.State.Instances.Select(found => found.Id).Order());
    }

    [Fact]
    public async Task PurgingAParentLeavesAChildThatRuns()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "child")));
            h.Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("end"));
        });
        await hub.StartAsync("Parent", id: "parent");
        await hub.Is("child", Status.Running);
        await hub.Client.TerminateInstanceAsync("parent");
        await hub.EndOf("parent");

        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync("parent", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);

        Assert.Equal("child", Assert.Single(hub.Hub.State.Instances).Id);
    }

    [Fact]
    public async Task PurgingAParentTakesItsEndedChildrenAlongWhenAskedTo()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child"));
            h.Orchestrator("Child", _ => Task.FromResult<object?>("done"));
        });
        var id = (await hub.RunAsync("Parent")).InstanceId;

        var purged = await hub.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true));

        Assert.Equal(2, purged.PurgedInstanceCount);
        Assert.Empty(hub.Hub.State.Instances);
    }
}
