using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// The partition of the table <c>sessions</c> that is one session. All that changes a session is one entity-group
/// transaction guarded by the ETag of its row <c>state</c>; nothing else writes there.
/// </summary>
sealed class SessionStore([FromKeyedServices(SessionStore.TableName)] TableClient table, SessionOptions options)
{
    public const string TableName = "sessions";
    const int Attempts = 10;

    readonly RecentSessions _recent = new(options.CachedSessions);

    /// <summary>The session as it is stored now.</summary>
    public async Task<StoredSession?> FindAsync(SessionId id, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id.Value, StateRow.Key, cancellationToken: cancellation);
        if (!row.HasValue)
        {
            _recent.Forget(id);
            return null;
        }

        var session = new StoredSession(StateRow.Read(id, row.Value!), row.Value!.ETag);
        _recent.Keep(session);
        return session;
    }

    /// <summary>
    /// The session as this process knows it, without storage when it can. It may be stale, which only a save finds out:
    /// for those who save whatever they decide, never for an answer.
    /// </summary>
    public async ValueTask<StoredSession?> RecallAsync(SessionId id, CancellationToken cancellation) =>
        _recent.Find(id) ?? await FindAsync(id, cancellation);

    /// <summary>
    /// The session for reading only: without the memory of seen event ids, which is most of the row's bytes.
    /// </summary>
    public async Task<SessionRecord?> ReadAsync(SessionId id, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id.Value, StateRow.Key, StateRow.WithoutSeen, cancellation);
        if (!row.HasValue)
            return null;
        return StateRow.IsWhole(row.Value!)
            ? StateRow.Read(id, row.Value!)
            : (await FindAsync(id, cancellation))?.Record;
    }

    /// <summary>Whether the session is there, be it readable or not.</summary>
    public async Task<bool> ExistsAsync(SessionId id, CancellationToken cancellation) =>
        (await table.GetEntityIfExistsAsync<TableEntity>(id.Value, StateRow.Key, StateRow.Least, cancellation)).HasValue;

    /// <summary>When the session was last written, be it readable or not; null without it.</summary>
    public async Task<DateTimeOffset?> LastWrittenAsync(SessionId id, CancellationToken cancellation) =>
        (await table.FindAsync(id.Value, StateRow.Key, cancellation))?.Timestamp;

    /// <summary>Stores a new session.</summary>
    public async Task<SessionRecord> CreateAsync(
        SessionRecord session, IReadOnlyList<SessionFact> facts, CancellationToken cancellation)
    {
        session = session with { Version = 1 };
        var change = NewChange();
        var row = StateRow.Write(null, session, change);
        List<TableTransactionAction> actions = [new(TableTransactionActionType.Add, row)];
        actions.AddRange(HistoryRow.Write(session.Id, 0, facts, change));
        try
        {
            await table.SubmitTransactionAsync(actions, cancellation);
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            // The id is this request's own, so what is there already is this very session: it was sent twice, by the pipeline or
            // by a client that gave the request a key.
        }

        return session;
    }

    /// <summary>
    /// Saves what was decided on <paramref name="before"/>, all or nothing: the state with the next version, the facts
    /// as history, and further rows of the session's partition (at most 98, the transaction below 4 MiB).
    /// </summary>
    /// <exception cref="SessionConflictException">Somebody was faster, or the outcome is unknown.</exception>
    public Task<StoredSession> SaveAsync(
        StoredSession before, SessionRecord after, IReadOnlyList<SessionFact> facts,
        IReadOnlyCollection<TableTransactionAction> rows, CancellationToken cancellation) =>
        SaveAsync(before, new SessionChange(after, facts, rows), NewChange(), cancellation);

    /// <summary>
    /// Loads, decides and saves until the decision was made on what is stored. <paramref name="decide"/> may run
    /// several times and gives null when there is nothing to do. Null when there is no such session.
    /// </summary>
    public async Task<ChangedSession?> ChangeAsync(
        SessionId id, Func<SessionRecord, ValueTask<SessionChange?>> decide, CancellationToken cancellation)
    {
        var change = NewChange();
        int? firstHistory = null;
        for (var attempt = 1; ; attempt++)
        {
            var before = await FindAsync(id, cancellation);
            if (before is null)
                return null;

            // What looked like a failure may have been applied, by the pipeline's own retry or after a timeout. Not
            // every decision finds nothing to do the second time (granting time does not), so look for our own mark.
            if (firstHistory is { } first && await FindAppliedAsync(id, first, change, cancellation) is { } applied)
                return new ChangedSession(before, applied);

            var next = await decide(before.Record);
            if (next is null)
                return new ChangedSession(before, []);
            try
            {
                firstHistory ??= before.Record.NextHistory;
                return new ChangedSession(await SaveAsync(before, next, change, cancellation), next.Facts);
            }
            catch (SessionConflictException) when (attempt < Attempts)
            {
                // Spread those who fight for one session; scoring alone saves it a few hundred times a second.
                await Task.Delay(Random.Shared.Next(attempt * 10), cancellation);
            }
        }
    }

    /// <summary>The facts of a session from number <paramref name="first"/> on, oldest first.</summary>
    public IAsyncEnumerable<HistoryRow> HistoryAsync(SessionId id, int first, int? pageSize, CancellationToken cancellation) =>
        HistoryRow.QueryAsync(table, id, first, pageSize, cancellation);

    /// <summary>The reply that a command on this session with this key was given, or null.</summary>
    public async Task<KeptReply?> ReplyAsync(SessionId id, IdempotencyKey key, CancellationToken cancellation) =>
        await table.FindAsync(id.Value, KeyRow.Key(key), cancellation) is { } row ? KeptReply.Read(row, key) : null;

    /// <summary>What the candidate handed in, or null.</summary>
    public Task<RawJson?> AnswersAsync(SessionId id, CancellationToken cancellation) =>
        AnswersRow.ReadAsync(table, id.Value, cancellation);

    /// <summary>
    /// Removes the session with all that its partition holds. A purge that was cut short is simply run again.
    /// </summary>
    public async Task PurgeAsync(SessionId id, CancellationToken cancellation)
    {
        _recent.Forget(id);
        var rest = TableClient.CreateQueryFilter($"PartitionKey eq {id.Value} and RowKey ne {StateRow.Key}");
        await table.RemoveAsync(rest, cancellation);

        // Late, so that a session half removed can still be found and purged.
        await table.DeleteEntityAsync(id.Value, StateRow.Key, ETag.All, cancellation);

        // What was saved meanwhile; without its state a session takes nothing more.
        await table.RemoveAsync(rest, cancellation);
    }

    async Task<StoredSession> SaveAsync(StoredSession before, SessionChange next, string change, CancellationToken cancellation)
    {
        var id = before.Record.Id;
        var after = next.After with { Version = before.Record.Version + 1 };
        var row = StateRow.Write(before.Record, after, change);
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateMerge, row, before.ETag)];
        actions.AddRange(HistoryRow.Write(id, before.Record.NextHistory, next.Facts, change));
        actions.AddRange(next.Rows);
        try
        {
            var result = await table.SubmitTransactionAsync(actions, cancellation);
            var saved = new StoredSession(after, result.Value[0].Headers.ETag!.Value);
            _recent.Keep(saved);
            return saved;
        }
        catch (Exception failure)
        {
            _recent.Forget(id);
            if (MayHaveChanged(failure) && !cancellation.IsCancellationRequested)
                throw new SessionConflictException(id, failure);
            throw;
        }
    }

    /// <summary>
    /// 412: changed by another, or by this very transaction when the pipeline sent it twice. 409: likewise, seen at a
    /// row that it adds. 404: purged. Without a status, after a timeout or a broken connection, nobody knows.
    /// </summary>
    static bool MayHaveChanged(Exception failure) => failure switch
    {
        RequestFailedException { Status: 412 or 409 or 404 or 408 or 0 or >= 500 } => true,
        AggregateException retried => retried.InnerExceptions.All(MayHaveChanged),
        OperationCanceledException or IOException => true,
        _ => false,
    };

    async Task<IReadOnlyList<SessionFact>?> FindAppliedAsync(
        SessionId id, int first, string change, CancellationToken cancellation)
    {
        List<SessionFact> facts = [];
        await foreach (var row in HistoryRow.QueryAsync(table, id, first, null, cancellation))
        {
            if (row.Change == change)
                facts.Add(row.Fact);
        }

        return facts.Count > 0 ? facts : null;
    }

    static string NewChange() => Guid.NewGuid().ToString("n");
}
