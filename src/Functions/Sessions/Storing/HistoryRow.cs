using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// One lifecycle fact of a session: row <c>h:{n}</c>, numbered from 0 in the order in which they were decided.
/// </summary>
/// <param name="Change">Mark of the save that wrote it, see <see cref="SessionStore.ChangeAsync"/>.</param>
sealed record HistoryRow(int Number, SessionFact Fact, string Change)
{
    const string FactColumn = "fact";
    const string ChangeColumn = "change";

    public static IEnumerable<TableTransactionAction> Write(
        SessionId session, int first, IReadOnlyList<SessionFact> facts, string change) =>
        facts.Select((fact, i) => new TableTransactionAction(
            TableTransactionActionType.Add,
            new TableEntity(session.Value, Key(first + i))
            {
                [FactColumn] = JsonSerializer.Serialize(fact, Json.Options),
                [ChangeColumn] = change,
            }));

    /// <summary>The facts from number <paramref name="first"/> on, in order.</summary>
    public static async IAsyncEnumerable<HistoryRow> QueryAsync(
        TableClient table, SessionId session, int first, int? pageSize,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {session.Value} and RowKey ge {Key(first)} and RowKey lt {"h;"}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancellation))
            yield return new HistoryRow(
                int.Parse(row.RowKey.AsSpan(2)),
                JsonSerializer.Deserialize<SessionFact>(row.GetString(FactColumn)!, Json.Options)!,
                row.GetString(ChangeColumn)!);
    }

    static string Key(int number) => $"h:{number:D6}";
}
