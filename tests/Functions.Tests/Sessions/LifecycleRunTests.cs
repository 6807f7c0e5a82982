using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Proctoring.Domain;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Local.Durable.Client;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Host;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>What the lifecycle does with what it is told, its activities answering as the test wants.</summary>
public sealed class LifecycleRunTests : IAsyncLifetime
{
    static readonly SessionId Session = SessionId.Parse("session");

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proctoring-run-");
    readonly MovableClock _clock = new();
    readonly ConcurrentQueue<string> _called = [];
    volatile LifecycleView _view = new(LifecycleStage.Open, WasStarted: true);
    TaskHub _hub = null!;
    HubDurableTaskClient _client = null!;

    public Task InitializeAsync()
    {
        var converter = new JsonDataConverter(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });
        _hub = new TaskHub(new(Path.Combine(_folder.FullName, "hub")), _clock, converter, new LoggedEvents());
        _hub.Functions.Orchestrators[nameof(SessionLifecycle)] = async (context, _) =>
        {
            await SessionLifecycle.RunAsync(context);
            return null;
        };
        foreach (var activity in new[]
        {
            nameof(LookAtSession), nameof(EndOverdueSession), nameof(EndSilentSession), nameof(FinalizeSession), nameof(SendDrainMarker), nameof(RequestFinalReports),
        })
            _hub.Functions.Activities[activity] = (_, _, _) =>
            {
                if (activity == nameof(FinalizeSession)) _view = _view with { Stage = LifecycleStage.Finalized };
                if (activity == nameof(EndSilentSession)) _view = new(LifecycleStage.Ended, WasStarted: true, SettledAt: DateTimeOffset.UtcNow);
                _called.Enqueue(activity);
                return Task.FromResult<object?>(_view);
            };
        _hub.Start();
        _client = new HubDurableTaskClient(_hub);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("silence 2026-03-02")]
    [InlineData("")]
    public async Task AnAnswerToAnotherQuestionDoesNotMakeASessionFinal(string reason)
    {
        _view = new(LifecycleStage.Ended, WasStarted: true, SettledAt: DateTimeOffset.UtcNow);
        await SessionLifecycle.EnsureAsync(_client, Session, default);
        await CalledAsync(nameof(SendDrainMarker), 1);

        // Asked while the session still ran, and answered late: what was accepted since may not be scored.
        await AnswerAsync(reason);

        // Its own question is still open, so it asks again.
        _clock.Advance(TimeSpan.FromSeconds(31));
        await CalledAsync(nameof(SendDrainMarker), 2);
        Assert.DoesNotContain(nameof(FinalizeSession), _called);
        await AnswerAsync("end");
        await EndAsync();
        Assert.Equal([nameof(FinalizeSession), nameof(RequestFinalReports)], _called.TakeLast(2));
    }

    [Fact]
    public async Task WhatWasNeverStartedWaitsForNothing()
    {
        _view = new(LifecycleStage.Finalized, WasStarted: false);
        await SessionLifecycle.EnsureAsync(_client, Session, default);
        await EndAsync();
        Assert.Equal([nameof(LookAtSession)], _called);
    }

    [Fact]
    public async Task SilenceIsBelievedOnlyWhenThatWasTheQuestion()
    {
        _view = new(LifecycleStage.Open, DateTimeOffset.UtcNow.AddHours(1), IsSilent: true, WasStarted: true);
        await SessionLifecycle.EnsureAsync(_client, Session, default);
        await CalledAsync(nameof(SendDrainMarker), 1);

        await AnswerAsync("silence long ago");

        // Looked at again, since nobody answered.
        _clock.Advance(TimeSpan.FromSeconds(31));
        await CalledAsync(nameof(SendDrainMarker), 2);
        Assert.DoesNotContain(nameof(EndSilentSession), _called);
    }

    /// <summary>Comes back when the lifecycle has read the answer.</summary>
    async Task AnswerAsync(string reason)
    {
        var before = await FindAsync();
        await SessionLifecycle.DrainedAsync(_client, Session, reason, default);
        await Eventually.GetAsync(FindAsync, found => found!.LastUpdatedAt > before!.LastUpdatedAt);
    }

    Task<OrchestrationMetadata?> FindAsync() => _client.GetInstanceAsync(SessionLifecycle.InstanceId(Session), false, default);

    Task<int> CalledAsync(string activity, int times) => Eventually.GetAsync(
        () => Task.FromResult(_called.Count(called => called == activity)), count => count >= times, TimeSpan.FromSeconds(20));

    async Task EndAsync()
    {
        var ended = await _client.WaitForInstanceCompletionAsync(SessionLifecycle.InstanceId(Session)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
    }
}
