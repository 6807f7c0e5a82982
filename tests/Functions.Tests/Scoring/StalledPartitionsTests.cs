using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using StandingClock = Proctoring.Testing.StandingClock;

namespace Proctoring.Functions.Tests.Scoring;

/// <summary>Whether a partition stands still is noted beside scoring and never gets in its way.</summary>
[Collection(nameof(StorageFixture))]
public sealed class StalledPartitionsTests(StorageFixture storage) : IDisposable
{
    readonly StandingClock _clock = new();
    readonly LoggedEvents _log = new();
    readonly Measured _measured = new();

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task TheTroubleOfEachPartitionHasItsOwnBeginning()
    {
        var table = await storage.CreateTableAsync();
        var stalled = Stalled(table);
        var began = _clock.GetUtcNow();
        await stalled.FailedAsync("1", default);
        _clock.Advance(TimeSpan.FromSeconds(50));
        await stalled.FailedAsync("2", default);
        _clock.Advance(TimeSpan.FromSeconds(40));
        await stalled.FailedAsync("1", default);
        await stalled.FailedAsync("2", default);

        var row = Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync());
        Assert.Equal(("1", began, began.AddSeconds(90)), (row.RowKey, row.GetDateTimeOffset("since"), row.GetDateTimeOffset("latest")));
        Assert.Equal([0, 0, 90_000, 40_000], _measured.Values("proctoring.scoring.retrying"));
        var logged = Assert.Single(_log.Named("PartitionStalled"));
        Assert.Equal(("1", 90_000L), (logged.Properties["Partition"], logged.Properties["RetryingMs"]));

        // What goes on begins anew, should it stand still again.
        await stalled.PassedAsync("1", default);
        _clock.Advance(TimeSpan.FromSeconds(90));
        await stalled.FailedAsync("1", default);
        Assert.Empty(await stalled.ReadAsync(default).ToListAsync());
    }

    [Fact]
    public async Task WhatHasNotBeenTriedForThreeMinutesIsAnothersByNow()
    {
        var stalled = Stalled(await storage.CreateTableAsync());
        await stalled.FailedAsync("1", default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await stalled.FailedAsync("1", default);

        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(["1"], await stalled.ReadAsync(default).ToListAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await stalled.ReadAsync(default).ToListAsync());
    }

    [Fact]
    public async Task AnotherInstancesTroubleIsOverWhenABatchPassesHere()
    {
        var table = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        var deletions = 0;
        table.BeforeDelete = _ =>
        {
            deletions++;
            return Task.CompletedTask;
        };
        await table.AddEntityAsync(new TableEntity("scoring", "1") { ["since"] = _clock.GetUtcNow(), ["latest"] = _clock.GetUtcNow() });
        var stalled = Stalled(table);
        Assert.Equal(["1"], await stalled.ReadAsync(default).ToListAsync());

        for (var batch = 0; batch < 3; batch++) await stalled.PassedAsync("1", default);

        Assert.Empty(await stalled.ReadAsync(default).ToListAsync());
        Assert.Equal(1, deletions);
    }

    [Fact]
    public async Task WhatCannotBeNotedIsLoggedAndStopsNobody()
    {
        var table = await storage.CreateTableAsync();
        var stalled = Stalled(table);
        table.Refusing = _ => new RequestFailedException(503, "busy");
        await stalled.FailedAsync("1", default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await stalled.FailedAsync("1", default);
        Assert.Equal("1", Assert.Single(_log.Named("NotNoted")).Properties["Partition"]);
    }

    StalledPartitions Stalled(TableClient table) => new(table, _measured.Metrics, _clock, new Logger<StalledPartitions>(_log));
}
