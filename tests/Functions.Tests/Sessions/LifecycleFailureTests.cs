using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Local.Durable.Client;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>A lifecycle that fails by a defect: operators hear of it, and it does not stay failed.</summary>
public sealed class LifecycleFailureTests
{
    static readonly SessionId Session = SessionId.Parse("session");

    [Fact]
    public async Task ALifecycleThatFailedIsLoggedAndStartedAgainByTheNextWhoLooks()
    {
        var log = new LoggedEvents();
        await using var hub = new TestTaskHub(log);
        hub.Orchestrator(nameof(SessionLifecycle), SessionLifecycle.RunAsync);
        // Nobody's answer: what the lifecycle makes of it is its defect.
        hub.Activity(nameof(LookAtSession), _ => Task.FromResult<object?>(null));
        hub.Start();
        var client = hub.Client;

        await SessionLifecycle.EnsureAsync(client, Session, default);
        await EndAsync(client);
        var failure = Assert.Single(log.Named("LifecycleFailed"));
        await SessionLifecycle.ChangedAsync(client, Session, log, default);
        await EndAsync(client);

        Assert.Equal((LogLevel.Error, Session), (failure.Level, failure.Properties["SessionId"]));
        Assert.Equal(Session, Assert.Single(log.Named("LifecycleRestarted")).Properties["SessionId"]);
        // Once each, though an orchestrator's code runs again with every step.
        Assert.Equal(2, log.Named("LifecycleFailed").Count());
    }

    static async Task EndAsync(HubDurableTaskClient client)
    {
        var ended = await client.WaitForInstanceCompletionAsync(SessionLifecycle.InstanceId(Session)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
    }
}
