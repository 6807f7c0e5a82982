using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Proctoring.Local.Tests.Durable;

public sealed class ClientTests
{
    static HubFixture Start() => HubFixture.Start(h =>
    {
        h.Orchestrator("Quick", context => Task.FromResult<object?>(context.GetInput<string>()));
        h.Orchestrator("Ask", async context => await context.WaitForExternalEvent<string>("answer"));
    });

    [Fact]
    public async Task AnIdThatRunsIsRefused()
    {
        await using var hub = Start();
        await hub.StartAsync("Ask", id: "mine");

        var refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.StartAsync("Quick", id: "mine"));

        Assert.Contains("mine", refused.Message);
    }

    [Fact]
    public async Task AnIdThatHasEndedIsReplaced()
    {
        await using var hub = Start();
        await hub.StartAsync("Quick", "first", "mine");
        await hub.EndOf("mine");

        await hub.StartAsync("Quick", "second", "mine");

        Assert.Equal("second", (await hub.EndOf("mine")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task WhoeverIsToldThatAnInstanceExistsFindsIt()
    {
        await using var hub = Start();

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            await Record.ExceptionAsync(() => hub.StartAsync("Ask", id: "mine"));
            return await hub.Client.GetInstanceAsync("mine");
        })));

        Assert.DoesNotContain(null, found);
    }

    [Fact]
    public async Task OfManyStartsOfOneIdOneSucceeds()
    {
        await using var hub = Start();

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
            await Record.ExceptionAsync(() => hub.StartAsync("Ask", id: "mine")))));

        Assert.Single(starts, failure => failure is null);
        Assert.Equal(19, starts.Count(failure => failure is OrchestrationAlreadyExistsException));
    }

    [Theory]
    [InlineData("@entity")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    public async Task AnIdThatNoStorageCouldTakeIsRefused(string id)
    {
        await using var hub = Start();

        await Assert.ThrowsAsync<ArgumentException>(() => hub.StartAsync("Quick", id: id));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.StartAsync("Quick", id: new string('x', 257)));
        await hub.StartAsync("Quick", id: new string('x', 256));
    }

    [Fact]
    public async Task AnEventForAnUnknownOrEndedInstanceIsRefused()
    {
        await using var hub = Start();
        var ended = (await hub.RunAsync("Quick")).InstanceId;

        var unknown = await Assert.ThrowsAsync<RpcException>(() => hub.Client.RaiseEventAsync("nobody", "x"));
        var gone = await Assert.ThrowsAsync<RpcException>(() => hub.Client.RaiseEventAsync(ended, "x"));

        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(StatusCode.FailedPrecondition, gone.StatusCode);
    }

    [Fact]
    public async Task CommandsThatDoNotFitTheStatusAreRefused()
    {
        await using var hub = Start();
        var ended = (await hub.RunAsync("Quick")).InstanceId;
        var running = await hub.StartAsync("Ask");
        await hub.Is(running, Status.Running);

        foreach (var command in new Func<Task>[]
        {
            () => hub.Client.TerminateInstanceAsync("nobody"),
            () => hub.Client.TerminateInstanceAsync(ended),
            () => hub.Client.SuspendInstanceAsync(ended),
            () => hub.Client.ResumeInstanceAsync(running),
        })
            Assert.Equal(StatusCode.Unknown, (await Assert.ThrowsAsync<RpcException>(command)).StatusCode);
    }

    [Fact]
    public async Task InputsAndOutputsAreOnlyThereWhenAskedFor()
    {
        await using var hub = Start();
        var id = (await hub.RunAsync("Quick", "in and out")).InstanceId;

        var without = (await hub.Client.GetInstanceAsync(id))!;
        var with = (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!;

        Assert.Null(without.SerializedInput);
        Assert.Null(without.SerializedOutput);
        var failed = (await hub.RunAsync("Nobody")).InstanceId;
        Assert.Null((await hub.Client.GetInstanceAsync(failed))!.FailureDetails);
        Assert.Throws<InvalidOperationException>(() => without.ReadOutputAs<string>());
        Assert.Equal("in and out", with.ReadInputAs<string>());
        Assert.Equal("in and out", with.ReadOutputAs<string>());
        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task WaitingForAStartOrAnEndEndsWhenItIsReached()
    {
        await using var hub = Start();
        var early = hub.Client.WaitForInstanceStartAsync("mine", CancellationToken.None);
        await hub.StartAsync("Ask", id: "mine");
        Assert.Equal(Status.Running, (await early).RuntimeStatus);

        var end = hub.EndOf("mine");
        Assert.False(end.IsCompleted);
        await hub.Client.RaiseEventAsync("mine", "answer", "yes");
        Assert.Equal(Status.Completed, (await end).RuntimeStatus);

        using var impatient = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => hub.Client.WaitForInstanceCompletionAsync("nobody", impatient.Token));
    }

    [Fact]
    public async Task InstancesAreFoundByStatusPrefixAndTimePageByPage()
    {
        await using var hub = Start();
        for (var n = 0; n < 7; n++) await hub.StartAsync("Ask", id: $"ask-{n}");
        hub.Clock.Advance(TimeSpan.FromHours(1));
        for (var n = 0; n < 5; n++) await hub.EndOf(await hub.StartAsync("Quick", id: $"quick-{n}"));

        async Task<string> IdsOf(OrchestrationQuery query)
        {
            var pages = new List<string>();
            await foreach (var page in hub.Client.GetAllInstancesAsync(query).AsPages())
                pages.Add(string.Join(',', page.Values.Select(found => found.InstanceId)));
            return string.Join('|', pages);
        }
        Assert.Equal("ask-0,ask-1,ask-2|ask-3,ask-4,ask-5|ask-6", await IdsOf(new(InstanceIdPrefix: "ask", PageSize: 3)));
        Assert.Equal("quick-0,quick-1,quick-2,quick-3,quick-4", await IdsOf(new(Statuses: [Status.Completed], PageSize: 5)));
        Assert.Equal("quick-0,quick-1,quick-2,quick-3,quick-4", await IdsOf(new(CreatedFrom: hub.Clock.GetUtcNow().AddMinutes(-30))));
        Assert.Equal("ask-4,ask-5,ask-6", await IdsOf(new(InstanceIdPrefix: "ask", ContinuationToken: "ask-3")));
        Assert.Equal("ask-0,ask-1,ask-2,ask-3,ask-4,ask-5,ask-6", await IdsOf(new(CreatedTo: hub.Clock.GetUtcNow().AddMinutes(-30))));
        await foreach (var page in hub.Client.GetAllInstancesAsync(new(InstanceIdPrefix: "ask")).AsPages("ask-1", 2))
        {
            Assert.Equal(["ask-2", "ask-3"], page.Values.Select(found => found.InstanceId));
            break;
        }
    }

    [Fact]
    public async Task AListTellsInputsOnlyWhenAskedToAndTimesAlways()
    {
        await using var hub = Start();
        var created = hub.Clock.GetUtcNow();
        await hub.StartAsync("Ask", "question", "mine");
        await hub.Is("mine", Status.Running);
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.Client.RaiseEventAsync("mine", "answer", "yes");
        await hub.EndOf("mine");

        var (without, with) = (await OneAsync(false), await OneAsync(true));

        Assert.Equal((null, "question", "yes"), (without.SerializedInput, with.ReadInputAs<string>(), with.ReadOutputAs<string>()));
        Assert.InRange(without.CreatedAt - created, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(without.LastUpdatedAt - without.CreatedAt, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));

        async Task<OrchestrationMetadata> OneAsync(bool inputs)
        {
            await foreach (var found in hub.Client.GetAllInstancesAsync(new(FetchInputsAndOutputs: inputs))) return found;
            throw new InvalidOperationException("There is none.");
        }
    }
}
