using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// Partitions of the stream that stand still: their batch has been tried again for a minute or longer. Noted in a table,
/// because where scoring runs is not where somebody asks how the system is.
/// </summary>
sealed partial class StalledPartitions(
    [FromKeyedServices(StalledPartitions.TableName)] TableClient table, Metrics metrics, TimeProvider clock, ILogger<StalledPartitions> logger)
{
    public const string TableName = "stalledpartitions";
    const string Key = "scoring";
    const string SinceColumn = "since";
    const string LatestColumn = "latest";

    static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);

    /// <summary>Tries are a minute apart at most; what was not tried for so long is another instance's by now, or done.</summary>
    static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(3);

    /// <summary>When a partition's present trouble began; null once it was seen to go on.</summary>
    readonly ConcurrentDictionary<string, DateTimeOffset?> _partitions = new(StringComparer.Ordinal);

    /// <summary>A batch failed and comes again. Never throws.</summary>
    public async Task FailedAsync(string partition, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var since = _partitions.AddOrUpdate(partition, now, (_, known) => known ?? now)!.Value;
        var retrying = now - since;
        metrics.ScoringRetrying(retrying);
        if (retrying < Tolerated) return;
        Log.PartitionStalled(logger, partition, (long)retrying.TotalMilliseconds);
        await TryAsync(partition, () => table.UpsertEntityAsync(
            new TableEntity(Key, partition) { [SinceColumn] = since, [LatestColumn] = now }, TableUpdateMode.Replace, cancellation));
    }

    /// <summary>A batch was scored. Never throws; costs nothing but the first time and after trouble.</summary>
    public Task PassedAsync(string partition, CancellationToken cancellation)
    {
        if (_partitions.TryGetValue(partition, out var since) && since is null) return Task.CompletedTask;
        _partitions[partition] = null;
        return TryAsync(partition, () => table.DeleteEntityAsync(Key, partition, cancellationToken: cancellation));
    }

    /// <summary>The partitions that stand still now.</summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var recently = clock.GetUtcNow() - Forgotten;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Key} and latest ge {recently}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return row.RowKey;
    }

    async Task TryAsync(string partition, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e)
        {
            // Storage is out, most likely: it is what the partition waits for, and health says that of storage itself.
            Log.NotNoted(logger, partition, e);
        }
    }

    static partial class Log
    {
        [LoggerMessage(205, LogLevel.Error, "Partition {Partition} stands still: its batch has been tried again for {RetryingMs} ms")]
        public static partial void PartitionStalled(ILogger logger, string partition, long retryingMs);

        [LoggerMessage(206, LogLevel.Warning, "Whether partition {Partition} stands still could not be noted")]
        public static partial void NotNoted(ILogger logger, string partition, Exception exception);
    }
}
