using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Which sessions there are: by organisation, exam and candidate, and those that are active. Projections of the state
/// rows, written after them, that carry their version and never go back. A row that was missed is repaired by the
/// lifecycle orchestration or the sweep; lists read the sessions themselves, so a stale row shows no stale session.
/// </summary>
sealed class SessionIndex([FromKeyedServices(SessionIndex.TableName)] TableClient table, TimeProvider clock)
{
    public const string TableName = "sessionindex";
    static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(30);

    /// <summary>In bytes: some 50,000 sessions in each of two generations. What is forgotten is written once more.</summary>
    const int Remembered = 16 * 1024 * 1024;

    /// <summary>In bytes: an id, a time and their places in the cache.</summary>
    const int Entry = 160;

    readonly BoundedCache<SessionId, DateTimeOffset> _touched = new(Remembered, static (_, _) => Entry);

    /// <summary>Brings all rows of a session up to what was just saved. Repeating it changes nothing.</summary>
    public Task ProjectAsync(SessionRecord session, CancellationToken cancellation)
    {
        var plan = session.Plan;
        List<Task> writes =
        [
            PutAsync(IndexRow.Write(IndexRow.ByOrganization(plan.OrganizationId), session), cancellation),
            PutAsync(IndexRow.Write(IndexRow.ByCandidate(plan.OrganizationId, plan.CandidateId), session), cancellation),
        ];
        if (plan.ExamId is { } exam)
            writes.Add(PutAsync(IndexRow.Write(IndexRow.ByExam(plan.OrganizationId, exam), session), cancellation));

        var active = IndexRow.Write(IndexRow.Active(plan.OrganizationId), session);
        if (IndexRow.IsActive(session.Session))
        {
            active[IndexRow.LookAtColumn] = IndexRow.NextLook(session);
            writes.Add(PutAsync(active, cancellation));
        }
        else if (session.Session is not (Session.Scheduled or Session.Ready))
        {
            writes.Add(DropAsync(active, cancellation));
        }

        return Task.WhenAll(writes);
    }

    /// <summary>
    /// Notes that a running session was heard of at <paramref name="lastSeen"/>. Writes at most every 30 s a session;
    /// the exact time is in the session's state.
    /// </summary>
    public ValueTask TouchAsync(SessionRecord session, DateTimeOffset lastSeen, CancellationToken cancellation)
    {
        if (session.Session is not Session.Running)
            return default;
        var id = session.Plan.Id;
        var now = clock.GetUtcNow();
        if (_touched.TryGet(id, out var touched) && now - touched < TouchEvery)
            return default;
        _touched.Set(id, now);
        return new ValueTask(
            LookAgainAsync(session, IndexRow.NextLook(session with { LastSeen = lastSeen }), cancellation));
    }

    /// <summary>Active sessions of all organisations that the sweep must look at by now.</summary>
    public async IAsyncEnumerable<DueSession> DueAsync(
        DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {IndexRow.FirstActive} and PartitionKey lt {IndexRow.AfterActive} and lookAt le {now}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, 1000, cancellationToken: cancellation))
        {
            yield return new DueSession(
                SessionId.Parse(row.GetString(IndexRow.SessionColumn)!), row.GetString(IndexRow.StatusColumn)!, row);
        }
    }

    /// <summary>The organisations that have sessions. Asks once for each: that no index row need be looked at twice.</summary>
    public async IAsyncEnumerable<OrganizationId> OrganizationsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = IndexRow.FirstOrganization;
        while (true)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey gt {last} and PartitionKey lt {IndexRow.AfterOrganization}");
            var next = await table.QueryAsync<TableEntity>(filter, 1, ["PartitionKey"], cancellation).FirstOrDefaultAsync(cancellation);
            if (next is null) yield break;
            last = next.PartitionKey;
            yield return OrganizationId.Parse(last[IndexRow.FirstOrganization.Length..]);
        }
    }

    /// <summary>
    /// Sessions of an organisation that were planned before a time and may have ended before it: those of which the list does not say
    /// otherwise.
    /// </summary>
    public async IAsyncEnumerable<ListedEnd> EndedBeforeAsync(
        OrganizationId organization, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {IndexRow.ByOrganization(organization)} and RowKey gt {IndexRow.KeyAt(before)}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, 1000, [IndexRow.SessionColumn, IndexRow.EndedAtColumn], cancellation))
        {
            var endedAt = row.GetDateTimeOffset(IndexRow.EndedAtColumn);
            if (!(endedAt > before)) yield return new ListedEnd(SessionId.Parse(row.GetString(IndexRow.SessionColumn)!), endedAt);
        }
    }

    /// <summary>Tells the sweep when to look next.</summary>
    public Task LookAgainAsync(SessionRecord session, DateTimeOffset at, CancellationToken cancellation) =>
        LookAgainAsync(
            IndexRow.Active(session.Plan.OrganizationId), IndexRow.Key(session.Id), at, ETag.All, cancellation);

    /// <summary>Tells the sweep when to look next, unless the row was written meanwhile: then that says it.</summary>
    public Task LookAgainAsync(DueSession due, DateTimeOffset at, CancellationToken cancellation) =>
        LookAgainAsync(due.Row.PartitionKey, due.Row.RowKey, at, due.Row.ETag, cancellation);

    /// <summary>Removes a session that does not exist from the active ones.</summary>
    public Task DropAsync(DueSession due, CancellationToken cancellation) =>
        table.DeleteEntityAsync(due.Row.PartitionKey, due.Row.RowKey, ETag.All, cancellation);

    /// <summary>Sessions that match, newest first, each with its place: where a list can go on later.</summary>
    public async IAsyncEnumerable<IndexedSession> ListAsync(
        SessionFilter filter, string? after, int atMost,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = filter.ToQuery(after);
        await foreach (var row in table.QueryAsync<TableEntity>(query, atMost, ["RowKey", IndexRow.SessionColumn], cancellation))
            yield return new IndexedSession(SessionId.Parse(row.GetString(IndexRow.SessionColumn)!), row.RowKey);
    }

    /// <summary>Removes a session from all lists, from its organisation's last: that one tells which others there are.</summary>
    public async Task RemoveAsync(OrganizationId organization, SessionId session, CancellationToken cancellation)
    {
        var key = IndexRow.Key(session);
        var row = await table.FindAsync(IndexRow.ByOrganization(organization), key, cancellation);
        List<string> others = [IndexRow.Active(organization)];
        if (row?.GetString(IndexRow.CandidateColumn) is { } candidate)
            others.Add(IndexRow.ByCandidate(organization, UserId.Parse(candidate)));
        if (row?.GetString(IndexRow.ExamColumn) is { } exam)
            others.Add(IndexRow.ByExam(organization, ExamId.Parse(exam)));
        await Task.WhenAll(others.Select(partition => table.DeleteEntityAsync(partition, key, ETag.All, cancellation)));
        await table.DeleteEntityAsync(IndexRow.ByOrganization(organization), key, ETag.All, cancellation);
    }

    /// <summary>Removes all lists of an organisation. Gives how many entries they had.</summary>
    public async Task<int> RemoveAsync(OrganizationId organization, CancellationToken cancellation)
    {
        var removed = 0;
        foreach (var partition in new[] { IndexRow.Active(organization), IndexRow.ByOrganization(organization) })
            removed += await table.RemoveAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellation);
        foreach (var (first, after) in IndexRow.ByExamOrCandidate(organization))
            removed += await table.RemoveAsync(
                TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {after}"), cancellation);
        return removed;
    }

    async Task PutAsync(TableEntity row, CancellationToken cancellation)
    {
        while (!await TryAsync(row, WriteAsync, cancellation))
        {
            // Every round somebody else has made progress, and versions only grow: this ends.
        }

        Task WriteAsync(ETag? stored) => stored is { } etag
            ? table.UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancellation)
            : table.AddEntityAsync(row, cancellation);
    }

    /// <summary>
    /// A put that this deletion overtakes may bring the row back: the sweep finds it and deletes it again.
    /// </summary>
    async Task DropAsync(TableEntity row, CancellationToken cancellation)
    {
        while (!await TryAsync(row, DeleteAsync, cancellation))
        {
        }

        Task DeleteAsync(ETag? stored) => stored is { } etag
            ? table.DeleteEntityAsync(row.PartitionKey, row.RowKey, etag, cancellation)
            : Task.CompletedTask;
    }

    /// <summary>
    /// Acts on the stored row, of which the ETag is given if there is one, unless it is as new as <paramref
    /// name="row"/>. False: somebody else wrote it meanwhile.
    /// </summary>
    async Task<bool> TryAsync(TableEntity row, Func<ETag?, Task> act, CancellationToken cancellation)
    {
        var stored = await table.GetEntityIfExistsAsync<TableEntity>(
            row.PartitionKey, row.RowKey, [IndexRow.VersionColumn], cancellation);
        if (stored.HasValue && stored.Value!.GetInt64(IndexRow.VersionColumn) >= row.GetInt64(IndexRow.VersionColumn))
            return true;
        try
        {
            await act(stored.HasValue ? stored.Value!.ETag : null);
            return true;
        }
        catch (RequestFailedException overtaken) when (overtaken.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    async Task LookAgainAsync(string partition, string key, DateTimeOffset at, ETag etag, CancellationToken cancellation)
    {
        try
        {
            await table.UpdateEntityAsync(
                new TableEntity(partition, key) { [IndexRow.LookAtColumn] = at }, etag, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException overtaken) when (overtaken.Status is 404 or 412)
        {
        }
    }
}

/// <summary>An active session that must be looked at, and its status as the index knows it.</summary>
sealed record DueSession(SessionId Id, string Status, TableEntity Row);

/// <summary>A session that may be over, and when it ended as far as the list knows.</summary>
readonly record struct ListedEnd(SessionId Id, DateTimeOffset? EndedAt);

/// <summary>A session in a list, and its place there.</summary>
readonly record struct IndexedSession(SessionId Id, string Place);
