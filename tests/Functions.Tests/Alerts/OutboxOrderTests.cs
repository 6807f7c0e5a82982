using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Realtime;
using Proctoring.Functions.Tests.Scoring;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Functions.Tests.Telemetry;

namespace Proctoring.Functions.Tests.Alerts;

/// <summary>What becomes of alerts that a service takes only sometimes.</summary>
public sealed class OutboxOrderTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    readonly FickleService _service = new();

    [Fact]
    public async Task AnAlertIsNotToldBeforeAnEarlierOneThatCouldNotBe()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();
        _service.Refuses = type => type == "COPY";

        await bench.ScoreAsync(session, bench.Events(session, [("COPY", 1), ("PASTE", 2), ("DEVTOOLS", 3)]));
        Assert.Empty(_service.Told);
        Assert.Equal(3, (await bench.ReadAsync(session)).Outbox.Count);
        _service.Refuses = _ => false;
        await bench.Alerts.RetryAsync(default);

        Assert.Equal(["COPY", "PASTE", "DEVTOOLS"], _service.Told);
        Assert.Empty((await bench.ReadAsync(session)).Outbox);
        Assert.Equal(0, await ScoringBench.CountAsync(bench.Outbox));
    }

    [Fact]
    public async Task AFailureThatIsNotedWhileOneIsWorkedOffIsNotForgotten()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();
        _service.Refuses = _ => true;
        await bench.ScoreAsync(session, bench.Events(session, [("COPY", 1)]));
        _service.Refuses = _ => false;
        // While this one is told, another instance fails to tell the next one of the same session.
        _service.Telling = () => bench.Outbox.UpsertEntityAsync(new TableEntity("failed", session.Value), TableUpdateMode.Replace);

        await bench.Alerts.RetryAsync(default);

        Assert.Equal(["COPY"], _service.Told);
        Assert.Equal(1, await ScoringBench.CountAsync(bench.Outbox));
    }

    [Fact]
    public async Task WhatIsNotTakenTheSecondTimeStaysToo()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();
        _service.Refuses = _ => true;
        await bench.ScoreAsync(session, bench.Events(session, [("COPY", 1), ("PASTE", 2)]));
        _service.Refuses = type => type == "PASTE";
        var log = new LoggedEvents();

        await new AlertOutbox(bench.Store, new AlertLog(bench.Sessions), new Push(services), bench.Outbox, new Logger<AlertOutbox>(log)).RetryAsync(default);

        Assert.Equal(["COPY"], _service.Told);
        var left = Assert.Single((await bench.ReadAsync(session)).Outbox);
        Assert.Equal(1, await ScoringBench.CountAsync(bench.Outbox));
        var refusal = Assert.Single(log.Named("NotPushed")).Properties;
        Assert.Equal<(object?, object?)>((session, left), (refusal["SessionId"], refusal["AlertId"]));
        // That is no failure of the round itself.
        Assert.Empty(log.Named("NotRetried"));
    }

    [Fact]
    public async Task ASessionThatFailsKeepsNoOthersWaiting()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        SessionId[] sessions = [await bench.StartAsync(), await bench.StartAsync()];
        Array.Sort(sessions, (one, other) => string.CompareOrdinal(one.Value, other.Value));
        _service.Refuses = _ => true;
        foreach (var session in sessions) await bench.ScoreAsync(session, bench.Events(session, [("COPY", 1)]));
        _service.Refuses = _ => false;
        await bench.SpoilAsync(sessions[0], row => row["state0"] = "something else");

        await bench.Alerts.RetryAsync(default);

        Assert.Equal(["COPY"], _service.Told);
        Assert.Equal([sessions[0].Value], (await bench.Outbox.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey));
    }

    [Fact]
    public async Task WhatIsGoneIsNotTriedForEver()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var (removed, without) = (await bench.StartAsync(), await bench.StartAsync());
        _service.Refuses = _ => true;
        foreach (var session in new[] { removed, without }) await bench.ScoreAsync(session, bench.Events(session, [("COPY", 1), ("PASTE", 2)]));
        _service.Refuses = _ => false;
        await bench.Store.PurgeAsync(removed, default);
        await bench.Sessions.DeleteEntityAsync(without.Value, $"a:{(await bench.ReadAsync(without)).Outbox[0].Value}");

        await bench.Alerts.RetryAsync(default);

        Assert.Equal(["PASTE"], _service.Told);
        Assert.Empty((await bench.ReadAsync(without)).Outbox);
        Assert.Equal(0, await ScoringBench.CountAsync(bench.Outbox));
    }

    [Fact]
    public async Task WhatIsDecidedWhileAnAlertIsToldStands()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();
        var begun = Assert.IsType<Session.Running>((await bench.ReadAsync(session)).Session).StartedAt;
        _service.Telling = () => ScoringBench.DecideAsync(
            new SessionStore(bench.Sessions, new()), session, new SessionCommand.Pause(Actor.System, begun.AddMinutes(2), "fire drill"));

        await bench.ScoreAsync(session, bench.Events(session, [("COPY", 1)]));

        var now = await bench.ReadAsync(session);
        Assert.Empty(now.Outbox);
        Assert.IsType<Session.Paused>(now.Session);
    }

    [Fact]
    public async Task ASummaryThatGrewIsToldAsItIsNow()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();
        var episodes = Enumerable.Range(0, 25).Select(n => ("COPY", 61 * n)).ToList();

        await bench.ScoreAsync(session, bench.Events(session, episodes.Take(21)));
        await bench.ScoreAsync(session, bench.Events(session, episodes.Skip(21).Take(3)));
        await bench.ScoreAsync(session, bench.Events(session, episodes.Skip(24)));

        Assert.Equal([1, 4], _service.Counts);
        var listed = await new AlertLog(bench.Sessions).ReadAsync(session).ToListAsync();
        Assert.Equal(21, listed.Count);
        Assert.Equal((5, listed[20].Id), (listed[20].Count!.Value, listed.Max(alert => alert.Id.Value) is { } last ? Domain.AlertId.Parse(last) : default));
    }

    /// <summary>A SignalR service that takes some alerts and not others.</summary>
    sealed class FickleService : PlayedService
    {
        public Func<string, bool> Refuses { get; set; } = _ => false;

        public Func<Task>? Telling { get; set; }

        /// <summary>Types of the alerts that it took.</summary>
        public List<string> Told { get; } = [];

        /// <summary>How many each summary that it took stood for.</summary>
        public List<int> Counts { get; } = [];

        protected override async Task TakeAsync(object message)
        {
            if (message is not AlertMessage alert) return;
            if (Refuses(alert.Type)) throw new InvalidOperationException("not now");
            if (Telling is { } act) await act();
            Told.Add(alert.Type);
            if (alert.Count is { } count) Counts.Add(count);
        }
    }
}
