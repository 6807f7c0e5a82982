using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Events;

/// <summary>The stored pages of events. They are written by scoring alone, with the state that they led to.</summary>
sealed class EventLog([FromKeyedServices(SessionStore.TableName)] TableClient table)
{
    static readonly string[] Columns =
    [
        "RowKey", EventPage.CountColumn, EventPage.FirstColumn, EventPage.LastColumn, EventPage.LengthColumn, EventPage.EventsColumn,
    ];

    /// <summary>Rows that storage gives at once: of pages that hardly pack, 1,000 (its own limit) would be 80 MB.</summary>
    const int RowsAtOnce = 100;

    /// <summary>
    /// The pages of a session from number <paramref name="fromPage"/> on, in order. With a span of time, only those that
    /// may hold an event that occurred within it.
    /// </summary>
    public async IAsyncEnumerable<EventPage> ReadAsync(
        SessionId session, int fromPage = 0, DateTimeOffset? from = null, DateTimeOffset? to = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {session.Value} and RowKey ge {EventPage.Key(fromPage)} and RowKey lt {EventPage.AboveKeys}");
        if (from is { } earliest) filter += TableClient.CreateQueryFilter($" and last ge {earliest}");
        if (to is { } latest) filter += TableClient.CreateQueryFilter($" and first le {latest}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, RowsAtOnce, Columns, cancellationToken: cancellation))
            yield return EventPage.Read(row);
    }
}
