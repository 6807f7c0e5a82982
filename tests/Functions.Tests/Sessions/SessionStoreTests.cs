using Azure;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(StorageFixture))]
public sealed class SessionStoreTests(StorageFixture storage)
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly Actor Proctor = Actor.User(UserId.Parse("proctor"));

    [Fact]
    public async Task WhatWasSavedIsRead()
    {
        var table = await storage.CreateTableAsync();
        var store = NewStore(table);
        var session = await RunningAsync(store);

        var read = (await NewStore(table).FindAsync(session.Id, default))!.Record;

        Assert.Equal(session.ToJson(), read.ToJson());
        Assert.Equal(2, read.Version);
        Assert.Equal(session.ToJson(), (await store.ReadAsync(session.Id, default))!.ToJson());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(412)]
    [InlineData(409)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task AChangeWhoseAnswerWasLostIsMadeOnce(int status)
    {
        var table = await storage.CreateTableAsync();
        var store = NewStore(table);
        var id = (await RunningAsync(store)).Id;

        table.LoseNextAnswer(new RequestFailedException(status, "lost"));
        var changed = await GrantAsync(store, id, 5);

        Assert.Single(changed.Facts);
        Assert.Equal(TimeSpan.FromMinutes(5), Granted(changed.Session.Record));
        Assert.Equal(TimeSpan.FromMinutes(5), Granted((await store.FindAsync(id, default))!.Record));
    }

    [Fact]
    public async Task ALostAnswerIsRecognisedAlsoWhenSomebodyChangedTheSessionSince()
    {
        var table = await storage.CreateTableAsync();
        var (store, other) = (NewStore(table), NewStore(table));
        var id = (await RunningAsync(store)).Id;

        table.AfterLostAnswer = async () =>
        {
            table.AfterLostAnswer = null;
            await GrantAsync(other, id, 1);
        };
        table.LoseNextAnswer(new RequestFailedException("lost"));
        var changed = await GrantAsync(store, id, 5);

        Assert.Equal(TimeSpan.FromMinutes(6), Granted(changed.Session.Record));
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<SessionFact.TimeGranted>(Assert.Single(changed.Facts)).Time);
    }

    [Fact]
    public async Task AChangeThatDidNotGetThroughIsMadeAgain()
    {
        var table = await storage.CreateTableAsync();
        var store = NewStore(table);
        var id = (await RunningAsync(store)).Id;

        table.LoseNextRequest(new RequestFailedException("no connection"));
        table.LoseNextRequest(new TaskCanceledException("timeout"));
        table.LoseNextRequest(new IOException("broken off"));
        table.LoseNextRequest(new AggregateException(new RequestFailedException("no connection"), new TaskCanceledException("timeout")));
        var changed = await GrantAsync(store, id, 5);

        Assert.Equal(TimeSpan.FromMinutes(5), Granted(changed.Session.Record));
    }

    [Fact]
    public async Task ADefectIsNotTakenForAConflict()
    {
        var table = await storage.CreateTableAsync();
        var store = NewStore(table);
        var id = (await RunningAsync(store)).Id;
        table.LoseNextRequest(new RequestFailedException(400, "bad request"));
        await Assert.ThrowsAsync<RequestFailedException>(() => GrantAsync(store, id, 5));
        table.LoseNextRequest(new AggregateException(new RequestFailedException("no connection"), new RequestFailedException(400, "bad request")));
        await Assert.ThrowsAsync<AggregateException>(() => GrantAsync(store, id, 5));
    }

    [Fact]
    public async Task WhoIsToldToStopDoesNotTryAgain()
    {
        var table = await storage.CreateTableAsync();
        var store = NewStore(table);
        var stored = (await store.FindAsync((await RunningAsync(store)).Id, default))!;
        table.LoseNextRequest(new TaskCanceledException("stopped"));
        await Assert.ThrowsAsync<TaskCanceledException>(() => store.SaveAsync(stored, stored.Record, [], [], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task WhatWasReadIsRememberedUntilItIsFoundToBeGone()
    {
        var table = await storage.CreateTableAsync();
        var (store, other) = (NewStore(table), NewStore(table));
        var id = (await RunningAsync(other)).Id;
        var read = await store.FindAsync(id, default);
        Assert.Same(read, await store.RecallAsync(id, default));

        await other.PurgeAsync(id, default);
        Assert.Null(await other.RecallAsync(id, default));
        Assert.NotNull(await store.RecallAsync(id, default));
        Assert.Null(await store.FindAsync(id, default));
        Assert.Null(await store.RecallAsync(id, default));
    }

    [Fact]
    public async Task AStaleCopyIsFoundOutWhenItIsSaved()
    {
        var table = await storage.CreateTableAsync();
        var (store, other) = (NewStore(table), NewStore(table));
        var id = (await RunningAsync(store)).Id;
        await GrantAsync(other, id, 5);

        var stale = (await store.RecallAsync(id, default))!;
        Assert.Equal(TimeSpan.Zero, Granted(stale.Record));
        await Assert.ThrowsAsync<SessionConflictException>(() => store.SaveAsync(stale, stale.Record, [], [], default));

        var fresh = (await store.RecallAsync(id, default))!;
        Assert.Equal(TimeSpan.FromMinutes(5), Granted(fresh.Record));
        var saved = await store.SaveAsync(fresh, fresh.Record, [], [], default);
        Assert.Equal(fresh.Record.Version + 1, saved.Record.Version);
        await store.SaveAsync(saved, saved.Record, [], [], default);
    }

    [Fact]
    public async Task ARecordOfManyPartsIsReadWhole()
    {
        var table = await storage.CreateTableAsync();
        var store = NewStore(table);
        var running = (await store.FindAsync((await RunningAsync(store)).Id, default))!;
        var large = running.Record with { Outbox = [.. Enumerable.Range(0, 9_000).Select(n => AlertId.Parse($"{running.Record.Id}-{n:D8}"))] };

        await store.SaveAsync(running, large, [], [], default);

        Assert.Equal(9_000, (await NewStore(table).FindAsync(large.Id, default))!.Record.Outbox.Count);
        Assert.Equal(9_000, (await NewStore(table).ReadAsync(large.Id, default))!.Outbox.Count);
        // The emulator takes more than the 64 KB that a property may have.
        var row = (await table.GetEntityAsync<TableEntity>(large.Id.Value, StateRow.Key)).Value;
        Assert.All(row.Keys.Select(key => row[key]).OfType<byte[]>(), part => Assert.InRange(part.Length, 1, 64 * 1024));
    }

    [Fact]
    public async Task APurgeLeavesNothing()
    {
        var table = await storage.CreateTableAsync();
        var store = NewStore(table);
        var session = await RunningAsync(store);
        for (var from = 0; from < 250; from += 50)
        {
            await table.SubmitTransactionAsync(Enumerable.Range(from, 50).Select(n => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity(session.Id.Value, $"e:{n:D8}"))));
        }

        await store.PurgeAsync(session.Id, default);
        await store.PurgeAsync(session.Id, default);

        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
        Assert.Null(await store.FindAsync(session.Id, default));
        Assert.Null(await store.RecallAsync(session.Id, default));
    }

    static SessionStore NewStore(TableClient table) => new(table, new SessionOptions());

    static async Task<SessionRecord> RunningAsync(SessionStore store)
    {
        var plan = new SessionPlan(
            SessionId.Parse(Guid.NewGuid().ToString("N")), OrganizationId.Parse("org"), UserId.Parse("candidate"), null,
            TimeSpan.FromHours(1), Accommodations.None, Policy.Default, null, null);
        var (session, fact) = SessionRecord.Schedule(plan, Proctor, Now);
        await store.CreateAsync(session, [fact], default);
        return (await DecideAsync(store, plan.Id, new SessionCommand.Start(Proctor, Now))).Session.Record;
    }

    static Task<ChangedSession> GrantAsync(SessionStore store, SessionId id, int minutes) =>
        DecideAsync(store, id, new SessionCommand.GrantTime(Proctor, Now.AddMinutes(1), TimeSpan.FromMinutes(minutes), "test"));

    static async Task<ChangedSession> DecideAsync(SessionStore store, SessionId id, SessionCommand command) =>
        (await store.ChangeAsync(
            id,
            session =>
            {
                var facts = ((Decision.Accepted)session.Decide(command)).Facts;
                return ValueTask.FromResult<SessionChange?>(new SessionChange(session.Apply(facts), facts, []));
            },
            default))!;

    static TimeSpan Granted(SessionRecord session) => ((Session.Running)session.Session).Granted;
}
