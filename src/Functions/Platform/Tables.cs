using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Proctoring.Functions.Platform;

static class Tables
{
    /// <summary>What one property of a row can hold, in bytes.</summary>
    public const int LargestProperty = 64 * 1024;

    /// <summary>Of one transaction.</summary>
    const int MostRows = 100;

    /// <summary>The row, or null.</summary>
    public static async Task<TableEntity?> FindAsync(
        this TableClient table, string partition, string row, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>
    /// The rows of a page and one more if there are more: those of a partition whose keys begin with
    /// <paramref name="prefix"/>, in their keys' order.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">Partition key.</param>
    /// <param name="prefix">What row keys begin with; not empty, its last character is not the last there is.</param>
    /// <param name="page">Which page; its cursor holds row keys without the prefix.</param>
    /// <param name="filter">A further condition, made with <see cref="TableClient.CreateQueryFilter(FormattableString)"/>.</param>
    /// <param name="cancellation">Cancels the request.</param>
    public static async Task<List<TableEntity>> ReadPageAsync(
        this TableClient table,
        string partition,
        string prefix,
        PageRequest page,
        string? filter,
        CancellationToken cancellation)
    {
        var after = prefix + page.After;
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        var query = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {after} and RowKey lt {end}");
        if (filter is not null) query = $"{query} and {filter}";
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(query, page.Limit + 1, cancellationToken: cancellation))
        {
            rows.Add(row);
            if (rows.Count > page.Limit) break;
        }
        return rows;
    }

    /// <summary>Removes the rows that match, in transactions of up to 100. Gives how many there were.</summary>
    public static async Task<int> RemoveAsync(this TableClient table, string filter, CancellationToken cancellation)
    {
        var removed = 0;
        var rows = table.QueryAsync<TableEntity>(filter, MostRows, ["PartitionKey", "RowKey"], cancellation);
        await foreach (var page in rows.AsPages().WithCancellation(cancellation))
        {
            foreach (var partition in page.Values.GroupBy(row => row.PartitionKey))
                await table.SubmitTransactionAsync(
                    partition.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellation);
            removed += page.Values.Count;
        }

        return removed;
    }

    /// <summary>
    /// Sets a column to the value's JSON; null leaves it out. What one property cannot hold goes on in
    /// <c>{column}2</c>, <c>{column}3</c> and so forth.
    /// </summary>
    public static TableEntity WithJson<T>(this TableEntity row, string column, T? value)
    {
        return value is null ? row : row.WithBytes(column, JsonSerializer.SerializeToUtf8Bytes(value, Json.Options));
    }

    /// <summary>Likewise with bytes.</summary>
    public static TableEntity WithBytes(this TableEntity row, string column, byte[] value)
    {
        var number = 1;
        foreach (var part in value.Chunk(LargestProperty))
            row[PartOf(column, number++)] = part;
        return row;
    }

    /// <summary>The value of a column written by <see cref="WithJson"/>; default if it was left out.</summary>
    public static T? GetJson<T>(this TableEntity row, string column) =>
        row.GetBytes(column) is { } json ? JsonSerializer.Deserialize<T>(json, Json.Options) : default;

    /// <summary>The value of a column written by <see cref="WithBytes"/>; null if it was left out.</summary>
    public static byte[]? GetBytes(this TableEntity row, string column)
    {
        var json = row.GetBinary(column);
        for (var number = 2; row.GetBinary(PartOf(column, number)) is { } part; number++)
            json = [.. json!, .. part];
        return json;
    }

    static string PartOf(string column, int number) =>
        number == 1 ? column : string.Create(CultureInfo.InvariantCulture, $"{column}{number}");
}
