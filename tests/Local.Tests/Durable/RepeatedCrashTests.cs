namespace Proctoring.Local.Tests.Durable;

public sealed class RepeatedCrashTests
{
    /// <summary>
    /// Parents with children, activities, timers and events are started while the hub is killed again and again; each
    /// time another hub goes on with what the killed one left. Whatever was acknowledged must be there and come to
    /// its right end.
    /// </summary>
    [Fact]
    public async Task NothingAcknowledgedIsLostHoweverOftenTheProcessIsKilled()
    {
        static void Register(HubFixture hub)
        {
            hub.Orchestrator("Parent", async context =>
            {
                var n = context.GetInput<int>();
                var child = context.CallSubOrchestratorAsync<int>("Child", n);
                var added = await context.WaitForExternalEvent<int>("add");
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), default);
                return await child + added;
            });
            hub.Orchestrator("Child", async context =>
            {
                var n = context.GetInput<int>();
                for (var i = 0; i < 3; i++) n = await context.CallActivityAsync<int>("Increment", n);
                return n;
            });
            hub.Activity<int>("Increment", async n =>
            {
                await Task.Yield();
                return n + 1;
            });
        }
        var hubs = new List<HubFixture> { HubFixture.Start(Register, compactAt: 20_000) };
        var acknowledged = new Dictionary<string, int>();
        try
        {
            for (var crash = 0; crash < 12; crash++)
            {
                var hub = hubs[^1];
                for (var n = 0; n < 15; n++)
                {
                    var id = await hub.StartAsync("Parent", n);
                    await hub.Client.RaiseEventAsync(id, "add", 100);
                    acknowledged.Add(id, n + 103);
                }
                hubs.Add(hub.Crashed());
            }

            foreach (var (id, expected) in acknowledged)
                Assert.Equal(expected, (await hubs[^1].EndOf(id)).ReadOutputAs<int>());
        }
        finally
        {
            foreach (var hub in hubs) await hub.DisposeAsync();
        }
    }
}
