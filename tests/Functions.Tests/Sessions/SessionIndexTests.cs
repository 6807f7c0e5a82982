using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;
using Actor = Proctoring.Domain.Sessions.Actor;
using StandingClock = Proctoring.Testing.StandingClock;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(StorageFixture))]
public sealed class SessionIndexTests(StorageFixture storage)
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly OrganizationId Organization = OrganizationId.Parse("org");

    [Fact]
    public async Task AProjectionNeverGoesBack()
    {
        var index = new SessionIndex(await storage.CreateTableAsync(), TimeProvider.System);
        var scheduled = Scheduled();
        var running = Decide(scheduled, new SessionCommand.Start(Actor.System, Now)) with { Version = 5 };
        var paused = Decide(running, new SessionCommand.Pause(Actor.System, Now, "test")) with { Version = 7 };

        await index.ProjectAsync(running, default);
        await index.ProjectAsync(paused, default);
        await index.ProjectAsync(running, default);
        await index.ProjectAsync(scheduled, default);

        Assert.Equal([paused.Id], await ListAsync(index, "paused"));
        Assert.Empty(await ListAsync(index, "running"));
        Assert.Empty(await ListAsync(index, "scheduled"));

        // Nor does what was final before take a session off the active ones that is open again.
        var final = PlayedSession.Final();
        await index.ProjectAsync(final.Reopened() with { Version = 9 }, default);
        await index.ProjectAsync(final with { Version = 8 }, default);
        Assert.Contains(await index.DueAsync(Now.AddYears(1), default).ToListAsync(), due => due.Id == final.Id);
    }

    [Fact]
    public async Task ConcurrentProjectionsEndWithTheNewest()
    {
        var index = new SessionIndex(await storage.CreateTableAsync(), TimeProvider.System);
        var running = Decide(Scheduled(), new SessionCommand.Start(Actor.System, Now));
        var paused = Decide(running, new SessionCommand.Pause(Actor.System, Now, "test"));

        await Task.WhenAll(Enumerable.Range(1, 12).Select(version =>
            index.ProjectAsync((version == 12 ? paused : running) with { Version = version }, default)));

        Assert.Equal([paused.Id], await ListAsync(index, "paused"));
    }

    [Fact]
    public async Task AnActiveSessionIsDueWhenItWasNotHeardOf()
    {
        var index = new SessionIndex(await storage.CreateTableAsync(), TimeProvider.System);
        var running = Decide(Scheduled(), new SessionCommand.Start(Actor.System, Now));
        await index.ProjectAsync(running, default);

        Assert.Empty(await index.DueAsync(Now.AddSeconds(59), default).ToListAsync());
        Assert.Equal(running.Id, Assert.Single(await index.DueAsync(Now.AddSeconds(60), default).ToListAsync()).Id);

        await index.TouchAsync(running, Now.AddSeconds(50), default);
        Assert.Empty(await index.DueAsync(Now.AddSeconds(100), default).ToListAsync());
        Assert.Single(await index.DueAsync(Now.AddSeconds(110), default).ToListAsync());
    }

    [Fact]
    public async Task SignsOfLifeAreWrittenAtMostEveryThirtySeconds()
    {
        var table = await storage.CreateTableAsync();
        var index = new SessionIndex(table, TimeProvider.System);
        var running = Decide(Scheduled(), new SessionCommand.Start(Actor.System, Now));
        await index.ProjectAsync(running, default);
        var before = table.Updates;

        for (var i = 0; i < 100; i++)
            await index.TouchAsync(running, Now.AddSeconds(i), default);

        Assert.Equal(1, table.Updates - before);
    }

    [Fact]
    public async Task WhatWasPutOffIsNotBroughtForwardByARepetitionNorByASweepThatSawLess()
    {
        var index = new SessionIndex(await storage.CreateTableAsync(), TimeProvider.System);
        var running = PlayedSession.Running() with { Version = 2 };
        await index.ProjectAsync(running, default);
        var seen = Assert.Single(await index.DueAsync(Now.AddMinutes(1), default).ToListAsync());
        await index.TouchAsync(running, Now.AddMinutes(10), default);

        await index.ProjectAsync(running, default);
        await index.LookAgainAsync(seen, Now.AddMinutes(2), default);

        Assert.Empty(await index.DueAsync(Now.AddMinutes(10.9), default).ToListAsync());
        Assert.Single(await index.DueAsync(Now.AddMinutes(11), default).ToListAsync());
    }

    [Fact]
    public async Task OnlyARunningSessionIsTouchedAndOnlyWhereItIsListed()
    {
        var table = await storage.CreateTableAsync();
        var index = new SessionIndex(table, TimeProvider.System);
        await index.TouchAsync(PlayedSession.Paused(), Now, default);
        Assert.Equal(0, table.Updates);
        await index.TouchAsync(PlayedSession.Running(), Now, default);
        Assert.Equal(1, table.Updates);
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task SignsOfLifeAreWrittenAgainAfterThirtySecondsForEachSession()
    {
        var table = await storage.CreateTableAsync();
        var clock = new StandingClock(Now);
        var index = new SessionIndex(table, clock);
        var (one, other) = (PlayedSession.Running(), PlayedSession.Running());
        await index.TouchAsync(one, Now, default);
        await index.TouchAsync(other, Now, default);
        Assert.Equal(2, table.Updates);

        clock.Advance(TimeSpan.FromSeconds(29));
        await index.TouchAsync(one, Now, default);
        Assert.Equal(2, table.Updates);
        clock.Advance(TimeSpan.FromSeconds(1));
        await index.TouchAsync(one, Now, default);
        Assert.Equal(3, table.Updates);
    }

    [Fact]
    public async Task ASessionThatIsFinalIsNotActiveAnyMore()
    {
        var index = new SessionIndex(await storage.CreateTableAsync(), TimeProvider.System);
        var running = Decide(Scheduled(), new SessionCommand.Start(Actor.System, Now)) with { Version = 2 };
        var ended = Decide(running, new SessionCommand.Submit(Actor.System, Now)) with { Version = 3 };
        var final = Decide(ended, new SessionCommand.FinalizeSession(Actor.System, Now)) with { Version = 4 };
        var farAhead = Now.AddYears(1);

        await index.ProjectAsync(running, default);
        await index.ProjectAsync(ended, default);
        Assert.Single(await index.DueAsync(farAhead, default).ToListAsync());
        await index.ProjectAsync(final, default);
        Assert.Empty(await index.DueAsync(farAhead, default).ToListAsync());
        Assert.Equal([final.Id], await ListAsync(index, "submitted"));

        await index.RemoveAsync(Organization, final.Id, default);
        Assert.Empty(await ListAsync(index, null));
    }

    [Fact]
    public async Task TheLifecyclesLookSetsTheListsRight()
    {
        var store = new SessionStore(await storage.CreateTableAsync(), new());
        var index = new SessionIndex(await storage.CreateTableAsync(), TimeProvider.System);
        var scheduled = Scheduled();
        await index.ProjectAsync(scheduled, default);
        await store.CreateAsync(scheduled, [], default);
        // Saved, and then the process stopped before it could tell the lists.
        await store.ChangeAsync(
            scheduled.Id, record => ValueTask.FromResult<SessionChange?>(new(Decide(record, new SessionCommand.Start(Actor.System, Now)), [], [])), default);
        Assert.Empty(await ListAsync(index, "running"));

        var view = await new LookAtSession(store, index, new(), TimeProvider.System).RunAsync(scheduled.Id, default);

        Assert.Equal(LifecycleStage.Open, view.Stage);
        Assert.Equal([scheduled.Id], await ListAsync(index, "running"));
        Assert.Single(await index.DueAsync(Now.AddYears(1), default).ToListAsync());
    }

    [Fact]
    public async Task TheSweepSetsTheListsRight()
    {
        var clock = new StandingClock(Now);
        var store = new SessionStore(await storage.CreateTableAsync(), new());
        var index = new SessionIndex(await storage.CreateTableAsync(), clock);
        var running = Decide(Scheduled(), new SessionCommand.Start(Actor.System, Now)) with { Version = 1 };
        await store.CreateAsync(running, [], default);
        await index.ProjectAsync(running, default);
        // Saved, and then the process stopped before it could tell the lists.
        await store.ChangeAsync(
            running.Id, record => ValueTask.FromResult<SessionChange?>(new(Decide(record, new SessionCommand.Pause(Actor.System, Now, "test")), [], [])), default);
        clock.Advance(TimeSpan.FromMinutes(2));
        var commands = new SessionCommands(
            store, index, new Push(new ServiceCollection().BuildServiceProvider()), clock, NullLogger<SessionCommands>.Instance);

        await new PresenceSweep(store, index, commands, clock, NullLogger<PresenceSweep>.Instance).RunAsync(null!, null!, default);

        Assert.Equal([running.Id], await ListAsync(index, "paused"));
        Assert.Empty(await ListAsync(index, "running"));
    }

    [Fact]
    public void KeysOfLaterSessionsSortBeforeThoseOfEarlierOnes()
    {
        var keys = Enumerable.Range(0, 200)
            .Select(n => IndexRow.Key(SessionId.Parse(Guid.CreateVersion7(Now.AddMilliseconds(n * 977)).ToString("N")))).ToList();
        Assert.Equal(keys.OrderDescending(StringComparer.Ordinal), keys);
    }

    static SessionRecord Scheduled() => SessionRecord.Schedule(
        new SessionPlan(
            SessionId.Parse(Guid.NewGuid().ToString("N")), Organization, UserId.Parse("candidate"), ExamId.Parse("exam"),
            TimeSpan.FromHours(1), Accommodations.None, Policy.Default, null, null),
        Actor.System, Now).Record;

    static SessionRecord Decide(SessionRecord session, SessionCommand command) =>
        session.Apply(((Decision.Accepted)session.Decide(command)).Facts);

    static async Task<List<SessionId>> ListAsync(SessionIndex index, string? status) =>
        [.. (await index.ListAsync(new SessionFilter(Organization, status, null, null), null, 100, default).ToListAsync()).Select(row => row.Id)];
}
