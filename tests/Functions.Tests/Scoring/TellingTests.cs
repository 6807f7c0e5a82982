using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Events;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Realtime;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Scoring;

/// <summary>Who is told what after something was scored.</summary>
public sealed class TellingTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    readonly PlayedDurable _durable = new();
    readonly ListeningService _service = new();

    [Fact]
    public async Task AlertsAreToldBeforeTheRestAndTheRestOnlyIfItIsNews()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();
        var message = bench.Events(session, [("MULTIPLE_FACES", 1)]);

        await bench.ScoreAsync(session, message);
        var told = _service.Take();
        Assert.IsType<AlertMessage>(told[0]);
        Assert.Equal(
            [nameof(AckMessage), nameof(ActivityMessage), nameof(AlertMessage), nameof(ScoreMessage)], told.Select(each => each.GetType().Name).Order());
        Assert.Equal(1, told.OfType<AckMessage>().Single().Accepted);

        // What comes again is acknowledged again; what costs nothing changes no score.
        await bench.ScoreAsync(session, message);
        Assert.Equal([nameof(AckMessage)], _service.Take().Select(each => each.GetType().Name));
        await bench.ScoreAsync(session, bench.Events(session, [("HEARTBEAT", 2)]));
        Assert.Equal([nameof(AckMessage), nameof(ActivityMessage)], _service.Take().Select(each => each.GetType().Name).Order());
    }

    [Fact]
    public async Task ThatACandidateIsBackIsTold()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();
        var started = Assert.IsType<Session.Running>((await bench.ReadAsync(session)).Session).StartedAt;
        await ScoringBench.DecideAsync(bench.Store, session, new SessionCommand.ReportMissing(Actor.System, started.AddMinutes(2), started));

        await bench.ScoreAsync(session, bench.Events(session, [("HEARTBEAT", 1)]));

        Assert.Equal("present", _service.Take().OfType<SessionMessage>().First().Presence);
        Assert.IsType<SessionFact.CandidateReturned>((await bench.Store.HistoryAsync(session, 0, null, default).ToListAsync())[^1].Fact);
    }

    [Fact]
    public async Task WhatIsSetAsideIsNotAcknowledged()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.ScheduleAsync();
        await bench.ScoreAsync(session, bench.Message(session, "a"));
        Assert.Empty(_service.Take());
        Assert.Single(await bench.SetAsideAsync());
    }

    [Fact]
    public async Task AMarkerIsAnsweredWhenAllBeforeItIsScoredAndPendingAlertsAreTold()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();
        _service.IsOut = true;
        await bench.ScoreAsync(session, bench.Events(session, [("MULTIPLE_FACES", 1)]));
        _service.IsOut = false;
        _service.Take();
        List<string> stored = [];
        var pending = -1;
        _durable.Raising = async () =>
        {
            stored = await bench.StoredAsync(session);
            pending = (await bench.ReadAsync(session)).Outbox.Count;
        };

        await bench.ScoreBatchAsync(_durable, bench.Marker(session), bench.Message(session, "after"));

        Assert.Equal([$"raise drained lifecycle-{session}: end"], _durable.Asked);
        Assert.Equal(["MULTIPLE_FACES-1"], stored);
        Assert.Equal(0, pending);
        Assert.IsType<AlertMessage>(_service.Take()[0]);

        await bench.ScoreBatchAsync(_durable, bench.Message(session, "before"), bench.Marker(session));
        Assert.Contains("before", stored);
    }

    [Fact]
    public async Task ASessionThatLateEventsHaveOpenedAgainIsActiveAndItsLifecycleToldWithEveryMessage()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        var started = Assert.IsType<Session.Running>((await bench.ReadAsync(session)).Session).StartedAt;
        await bench.ScoreBatchAsync(_durable, bench.Message(session, "in time"));
        await ScoringBench.DecideAsync(bench.Store, session, new SessionCommand.Terminate(Actor.System, started.AddMinutes(2), "left"));
        await bench.ScoreBatchAsync(_durable, bench.Message(session, "not final yet"));
        Assert.Empty(_durable.Asked);
        await ScoringBench.DecideAsync(bench.Store, session, new SessionCommand.FinalizeSession(Actor.System, started.AddMinutes(3)));

        var late = bench.Message(session, "late");
        await bench.ScoreBatchAsync(_durable, late);
        Assert.Equal([$"start lifecycle-{session}"], _durable.Asked);
        var row = await bench.Sessions.GetEntityAsync<TableEntity>("active:org", IndexRow.Key(session));
        Assert.Equal("terminated", row.Value.GetString("status"));

        _durable.Status = OrchestrationRuntimeStatus.Running;
        await bench.ScoreBatchAsync(_durable, late);
        Assert.Equal($"raise changed lifecycle-{session}", _durable.Asked.Last());

        await ScoringBench.DecideAsync(bench.Store, session, new SessionCommand.FinalizeSession(Actor.System, started.AddMinutes(4)));
        await bench.ScoreBatchAsync(_durable, late);
        Assert.Equal(2, _durable.Asked.Count());
    }

    [Fact]
    public async Task AMarkerGoesTheWayOfItsSessionsEvents()
    {
        await using var producer = new KeepingProducer();
        await new DrainMarker(producer).SendAsync(SessionId.Parse("one"), "end 2", default);

        var marker = Assert.Single(producer.Sent);
        Assert.Equal("one", producer.PartitionKey);
        Assert.True(DrainMarker.Is(marker));
        Assert.True(StreamMessage.TryReadSession(marker, out var session));
        Assert.Equal("one", session.Value);
        await DrainMarker.ReachedAsync(marker, _durable, default);
        Assert.Equal(["raise drained lifecycle-one: end 2"], _durable.Asked);
        Assert.False(DrainMarker.Is(new StreamMessage(session, OrganizationId.Parse("org"), DateTimeOffset.UnixEpoch, "[]"u8.ToArray()).ToEventData()));
    }

    /// <summary>A SignalR service that keeps what it is given.</summary>
    sealed class ListeningService : PlayedService
    {
        readonly ConcurrentQueue<object> _told = [];

        public bool IsOut { get; set; }

        /// <summary>What came since the last time, in order.</summary>
        public List<object> Take()
        {
            List<object> told = [.. _told];
            _told.Clear();
            return told;
        }

        protected override Task TakeAsync(object message)
        {
            if (IsOut) throw new InvalidOperationException("not now");
            _told.Enqueue(message);
            return Task.CompletedTask;
        }
    }

    sealed class KeepingProducer()
        : EventHubProducerClient("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true", "events")
    {
        public List<EventData> Sent { get; } = [];

        public string? PartitionKey { get; private set; }

        public override Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default)
        {
            Sent.AddRange(eventBatch);
            PartitionKey = options.PartitionKey;
            return Task.CompletedTask;
        }
    }
}
