using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Sessions;
using Proctoring.Testing;
using Actor = Proctoring.Domain.Sessions.Actor;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>A removal that something else happens to, or that is cut short.</summary>
[Collection(nameof(StorageFixture))]
public sealed class RemovalTests(StorageFixture storage) : IAsyncLifetime
{
    readonly StandingClock _clock = new(DateTimeOffset.UtcNow);
    readonly PlayedDurable _durable = new();
    TableWithLosses _sessions = null!, _index = null!;
    SessionStore _store = null!;
    SessionIndex _lists = null!;
    SessionRemoval _removal = null!;

    public async Task InitializeAsync()
    {
        _sessions = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        _index = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        _store = new(_sessions, new());
        _lists = new(_index, _clock);
        _removal = new(_store, _lists, new ReportStore(await storage.CreateTableAsync(), await storage.CreateContainerAsync(), links: null!));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task WhoStartsASessionAtTheMomentOfItsRemovalKeepsIt()
    {
        var session = await AddAsync();
        _clock.Advance(TimeSpan.FromDays(31));
        _sessions.AfterRead = async () =>
        {
            _sessions.AfterRead = null;
            await new SessionStore(_sessions, new()).ChangeAsync(
                session.Id,
                record => ValueTask.FromResult<SessionChange?>(new(record.And((0, (by, _) => new SessionCommand.Start(by, _clock.GetUtcNow()))), [], [])),
                default);
        };

        await SweepAsync();

        Assert.Equal("running", (await _store.ReadAsync(session.Id, default))!.Session.Status);
        Assert.Empty(_durable.Asked);
    }

    [Fact]
    public async Task TheLifecycleOfWhatNobodyHasEndedIsStopped()
    {
        var session = await AddAsync();
        _clock.Advance(TimeSpan.FromDays(31));
        await SweepAsync();
        Assert.Null(await _store.ReadAsync(session.Id, default));
        Assert.Equal([$"terminate lifecycle-{session.Id}"], _durable.Asked);
    }

    [Fact]
    public async Task WhatIsSavedDuringTheRemovalGoesToo()
    {
        var session = await AddAsync();
        _sessions.BeforeDelete = _ => _sessions.UpsertEntityAsync(new TableEntity(session.Id.Value, "h:000009"));
        await _removal.RunAsync(session.Plan.OrganizationId, session.Id, default);
        Assert.Empty(await _sessions.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task ASessionIsTheLastThatGoesOfItselfAndItsPlaceTheLastOfTheLists()
    {
        var session = await AddAsync();
        _sessions.BeforeDelete = _ => throw new RequestFailedException(503, "busy");
        await Assert.ThrowsAsync<RequestFailedException>(RemoveAsync);
        Assert.Equal(["state"], (await _sessions.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey));
        Assert.True(await _store.ExistsAsync(session.Id, default));

        _sessions.BeforeDelete = null;
        foreach (var list in new[] { "exam:", "candidate:" })
        {
            _index.BeforeDelete = partition => partition.StartsWith(list, StringComparison.Ordinal) ? throw new RequestFailedException(503, "busy") : Task.CompletedTask;
            await Assert.ThrowsAsync<RequestFailedException>(RemoveAsync);
            Assert.Contains(await _index.QueryAsync<TableEntity>().ToListAsync(), row => row.PartitionKey == "org:org");
        }

        _index.BeforeDelete = null;
        await RemoveAsync();
        Assert.Empty(await _index.QueryAsync<TableEntity>().ToListAsync());

        Task RemoveAsync() => _removal.RunAsync(session.Plan.OrganizationId, session.Id, default);
    }

    async Task<SessionRecord> AddAsync()
    {
        var plan = PlayedSession.After().Plan with { Id = SessionId.Parse(Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N")), ScheduledAt = null };
        var (session, fact) = SessionRecord.Schedule(plan, Actor.System, _clock.GetUtcNow());
        await _lists.ProjectAsync(session, default);
        return await _store.CreateAsync(session, [fact], default);
    }

    Task SweepAsync() => new RemoveExpiredSessions(
        _store, _lists,
        new SessionCommands(_store, _lists, new Push(new ServiceCollection().BuildServiceProvider()), _clock, NullLogger<SessionCommands>.Instance),
        _removal, new SessionOptions { RetentionDays = 30 }, _clock, NullLogger<RemoveExpiredSessions>.Instance)
        .RunAsync(_durable, default);
}
