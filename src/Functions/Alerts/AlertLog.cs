using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Alerts;

/// <summary>Rows <c>a:{alertId}</c> of a session. They are written with the state of the session, in one transaction.</summary>
sealed class AlertLog([FromKeyedServices(SessionStore.TableName)] TableClient table)
{
    const string AlertColumn = "alert";
    const string StatusColumn = "status";
    const string LowestKey = "a:";
    const string AboveKeys = "a;";

    public static TableTransactionAction Add(Alert alert) => new(TableTransactionActionType.Add, Row(alert));

    public static TableTransactionAction Replace(Alert alert) => new(TableTransactionActionType.UpsertReplace, Row(alert));

    public async Task<Alert?> FindAsync(SessionId session, AlertId alert, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            session.Value, Key(alert), [AlertColumn], cancellation);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>The alerts of a session, oldest first, beginning after the one named.</summary>
    public async IAsyncEnumerable<Alert> ReadAsync(
        SessionId session, AlertId? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var lowest = after is { } alert ? Key(alert) : LowestKey;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {session.Value} and RowKey gt {lowest} and RowKey lt {AboveKeys}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: [AlertColumn], cancellationToken: cancellation))
            yield return Read(row);
    }

    /// <summary>The alerts of a session that nobody has seen to, newest first, at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<Alert>> ReadOpenAsync(SessionId session, int most, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {session.Value} and RowKey gt {LowestKey} and RowKey lt {AboveKeys} and status eq {nameof(AlertStatus.Open)}");
        List<Alert> alerts = [];
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: [AlertColumn], cancellationToken: cancellation))
            alerts.Add(Read(row));
        alerts.Reverse();
        return alerts.Count <= most ? alerts : alerts[..most];
    }

    static string Key(AlertId alert) => LowestKey + alert.Value;

    static TableEntity Row(Alert alert) => new(alert.SessionId.Value, Key(alert.Id))
    {
        [StatusColumn] = alert.Status.ToString(),
        [AlertColumn] = JsonSerializer.Serialize(alert, Json.Options),
    };

    static Alert Read(TableEntity row) => JsonSerializer.Deserialize<Alert>(row.GetString(AlertColumn)!, Json.Options)!;
}
