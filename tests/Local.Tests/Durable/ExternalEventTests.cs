using Microsoft.DurableTask.Client;

namespace Proctoring.Local.Tests.Durable;

public sealed class ExternalEventTests
{
    sealed record Answer(string Text, int Points);

    [Fact]
    public async Task AnEventReachesItsWaiterWhateverTheCaseOfItsName()
    {
        await using var hub = HubFixture.Start("Ask", async context => await context.WaitForExternalEvent<Answer>("Answer"));
        var id = await hub.StartAsync("Ask");
        await hub.Is(id, OrchestrationRuntimeStatus.Running);

        await hub.Client.RaiseEventAsync(id, "ANSWER", new Answer("yes", 3));

        Assert.Equal(new Answer("yes", 3), (await hub.EndOf(id)).ReadOutputAs<Answer>());
    }

    [Fact]
    public async Task EventsAreKeptUntilSomebodyWaitsAndComeInTheirOrder()
    {
        await using var hub = HubFixture.Start("Collect", async context =>
        {
            await context.WaitForExternalEvent<object>("begin");
            var got = new List<int>();
            for (var n = 0; n < 3; n++) got.Add(await context.WaitForExternalEvent<int>("number"));
            return got;
        });
        var id = await hub.StartAsync("Collect");

        foreach (var n in new[] { 1, 2, 3 }) await hub.Client.RaiseEventAsync(id, "number", n);
        await hub.Client.RaiseEventAsync(id, "begin");

        var got = (await hub.EndOf(id)).ReadOutputAs<int[]>()!;
        Assert.Equal([1, 2, 3], got);
    }

    [Fact]
    public async Task AKeptEventReachesItsWaiterWhateverTheCaseOfItsName()
    {
        await using var hub = HubFixture.Start("Late", async context =>
        {
            await context.WaitForExternalEvent<object>("begin");
            return await context.WaitForExternalEvent<int>("number");
        });
        var id = await hub.StartAsync("Late");

        await hub.Client.RaiseEventAsync(id, "NUMBER", 7);
        await hub.Client.RaiseEventAsync(id, "begin");

        Assert.Equal(7, (await hub.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task AnEventCompletesOneWaiterTheLatest()
    {
        await using var hub = HubFixture.Start("Two", async context =>
        {
            var first = context.WaitForExternalEvent<int>("number");
            var second = context.WaitForExternalEvent<int>("number");
            context.SetCustomStatus("waiting");
            return new[] { await first, await second };
        });
        var id = await hub.StartAsync("Two");
        await hub.Shows(id, "waiting");

        await hub.Client.RaiseEventAsync(id, "number", 1);
        await hub.Client.RaiseEventAsync(id, "number", 2);

        var got = (await hub.EndOf(id)).ReadOutputAs<int[]>()!;
        Assert.Equal([2, 1], got);
    }

    [Fact]
    public async Task AnEventForACancelledWaiterIsLost()
    {
        await using var hub = HubFixture.Start("Impatient", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("word", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                context.SetCustomStatus("gave up");
                await context.WaitForExternalEvent<object>("again");
                return await context.WaitForExternalEvent<string>("word");
            }
        });
        var id = await hub.StartAsync("Impatient");
        await HubFixture.Until(() => hub.Hub.WaitingTimers == 1);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.Shows(id, "gave up");

        await hub.Client.RaiseEventAsync(id, "word", "lost");
        await hub.Client.RaiseEventAsync(id, "again");
        await hub.Client.RaiseEventAsync(id, "word", "heard");

        Assert.Equal("heard", (await hub.EndOf(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task WaitersOfOneNameMustWaitForOneType()
    {
        await using var hub = HubFixture.Start("Mixed", async context =>
        {
            var number = context.WaitForExternalEvent<int>("x");
            return await context.WaitForExternalEvent<string>("x") + await number;
        });

        var end = await hub.RunAsync("Mixed");

        Assert.True(end.FailureDetails!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task APayloadOfTheWrongShapeFailsTheOneWhoWaits()
    {
        await using var hub = HubFixture.Start("Strict", async context => await context.WaitForExternalEvent<int>("number"));
        var id = await hub.StartAsync("Strict");

        await hub.Client.RaiseEventAsync(id, "number", "not a number");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.EndOf(id)).RuntimeStatus);
    }

    [Fact]
    public async Task OrchestrationsSendEachOtherEvents()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Listen", async context => await context.WaitForExternalEvent<string>("news"));
            h.Orchestrator("Tell", context =>
            {
                context.SendEvent(context.GetInput<string>()!, "news", "it works");
                context.SendEvent("nobody", "news", "is dropped");
                return Task.FromResult<object?>(null);
            });
        });
        var listener = await hub.StartAsync("Listen");

        await hub.RunAsync("Tell", listener);

        Assert.Equal("it works", (await hub.EndOf(listener)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task EventsThatCameAfterTheOrchestratorAskedToBeginAnewComeBeforeThoseThatWereRaisedLater()
    {
        var (begun, asks) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var goOn = new ManualResetEventSlim();
        using var askNow = new ManualResetEventSlim();
        await using var hub = HubFixture.Start("Begin anew", async context =>
        {
            if (context.GetInput<string>() is not null)
                return await context.WaitForExternalEvent<string>("word") + await context.WaitForExternalEvent<string>("word");
            begun.TrySetResult();
            goOn.Wait();
            await context.WaitForExternalEvent<object>("go");
            asks.TrySetResult();
            askNow.Wait();
            context.ContinueAsNew("second");
            return null;
        });
        var id = await hub.StartAsync("Begin anew");
        await begun.Task;
        // One step takes both.
        await hub.Client.RaiseEventAsync(id, "go");
        await hub.Client.RaiseEventAsync(id, "word", "first, ");
        goOn.Set();
        await asks.Task;

        await hub.Client.RaiseEventAsync(id, "word", "then second");
        askNow.Set();

        Assert.Equal("first, then second", (await hub.EndOf(id)).ReadOutputAs<string>());
    }
}
