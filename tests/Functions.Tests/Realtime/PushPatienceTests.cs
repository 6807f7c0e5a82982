using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Scoring;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Realtime;

/// <summary>Whoever has something to tell waits 5 s for the SignalR service and then goes on without it.</summary>
public sealed class PushPatienceTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    static readonly TimeSpan FarMoreThanThat = TimeSpan.FromMinutes(1);
    readonly SilentService _service = new();

    [Fact]
    public async Task ACommandIsCarriedOutThoughNobodyCanBeToldOfIt()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        await using var services = _service.ToServices();
        var commands = new SessionCommands(
            bench.Store, new SessionIndex(await storage.CreateTableAsync(), TimeProvider.System), new Push(services), TimeProvider.System,
            NullLogger<SessionCommands>.Instance);

        var outcome = await commands.ExecuteAsync(
            session, (_, at) => new SessionCommand.GrantTime(Actor.System, at, TimeSpan.FromMinutes(7), "test"), durable: null, default)
            .WaitAsync(FarMoreThanThat);

        Assert.IsType<SessionFact.TimeGranted>(Assert.Single(outcome!.Facts));
        Assert.Equal(TimeSpan.FromMinutes(7), Assert.IsType<Session.Running>((await bench.ReadAsync(session)).Session).Granted);
        Assert.True(_service.Asked > 0);
    }

    [Fact]
    public async Task ScoringGoesOnAndKeepsTheAlert()
    {
        await using var services = _service.ToServices();
        var bench = await ScoringBench.CreateAsync(storage, services: services);
        var session = await bench.StartAsync();

        await bench.ScoreAsync(session, bench.Message(session, "a")).WaitAsync(FarMoreThanThat);

        Assert.Equal(["a"], await bench.StoredAsync(session));
        Assert.Single((await bench.ReadAsync(session)).Outbox);
        Assert.Equal(1, await ScoringBench.CountAsync(bench.Outbox));
        Assert.True(_service.Asked > 0);
    }
}
