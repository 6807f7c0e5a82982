using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Local.Durable.Client;
using Proctoring.Local.Host;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>A lifecycle on a task hub of its own, its activities answering as the test wants.</summary>
sealed class LifecycleBench : IAsyncDisposable
{
    public static readonly SessionId Session = SessionId.Parse("session");

    readonly ConcurrentQueue<string> _called = [];
    readonly ConcurrentQueue<DateTimeOffset> _asked = [];
    readonly TestTaskHub _hub = new(new LoggedEvents());
    volatile LifecycleView _view = new(LifecycleStage.Open, WasStarted: true);
    volatile Func<string, Task>? _before;

    public LifecycleBench()
    {
        _hub.Orchestrator(nameof(SessionLifecycle), SessionLifecycle.RunAsync);
        foreach (var activity in new[]
        {
            nameof(LookAtSession), nameof(EndOverdueSession), nameof(EndSilentSession), nameof(FinalizeSession), nameof(SendDrainMarker), nameof(RequestFinalReports),
        })
            _hub.Activity(activity, async _ =>
            {
                if (Before is { } act) await act(activity);
                if (activity == nameof(FinalizeSession)) View = View with { Stage = LifecycleStage.Finalized };
                if (activity == nameof(EndSilentSession)) View = new(LifecycleStage.Ended, WasStarted: true, SettledAt: DateTimeOffset.UtcNow);
                if (activity == nameof(SendDrainMarker)) _asked.Enqueue(Clock.GetUtcNow());
                _called.Enqueue(activity);
                return View;
            });
        _hub.Start();
    }

    public MovableClock Clock => _hub.Clock;

    public HubDurableTaskClient Client => _hub.Client;

    /// <summary>The activities that were carried out.</summary>
    public IReadOnlyCollection<string> Called => _called;

    /// <summary>When markers were sent.</summary>
    public IReadOnlyCollection<DateTimeOffset> Asked => _asked;

    /// <summary>What activities answer.</summary>
    public LifecycleView View { get => _view; set => _view = value; }

    /// <summary>Happens before an activity, whose name it gets.</summary>
    public Func<string, Task>? Before { get => _before; set => _before = value; }

    public Task StartAsync() => SessionLifecycle.EnsureAsync(Client, Session, default);

    public Task ChangeAsync() => Client.RaiseEventAsync(SessionLifecycle.InstanceId(Session), SessionLifecycle.ChangedEvent);

    /// <summary>Comes back when the lifecycle has read the answer.</summary>
    public async Task AnswerAsync(string reason)
    {
        var before = await FindAsync();
        await SessionLifecycle.DrainedAsync(Client, Session, reason, default);
        await Eventually.GetAsync(FindAsync, found => found!.LastUpdatedAt > before!.LastUpdatedAt);
    }

    Task<OrchestrationMetadata?> FindAsync() => Client.GetInstanceAsync(SessionLifecycle.InstanceId(Session), false, default);

    public Task<int> CalledAsync(string activity, int times) => Eventually.GetAsync(
        () => Task.FromResult(_called.Count(called => called == activity)), count => count >= times, TimeSpan.FromSeconds(20));

    public async Task EndAsync()
    {
        var ended = await Client.WaitForInstanceCompletionAsync(SessionLifecycle.InstanceId(Session)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
