using Microsoft.Extensions.Logging;
using Proctoring.Local.Host;

namespace Proctoring.Local.EventHubs;

/// <summary>
/// Feeds one partition to one function, a batch after the other. A batch without success is given up unless the
/// function's retry policy says otherwise, and then the next one follows: as in the real extension, the checkpoint
/// moves on regardless. It does not move once a stop began, so that what was in hand then is received again.
/// </summary>
sealed partial class PartitionPump(EventHubSource source, int partition, RetryPolicy retries, ILogger<PartitionPump> logger)
{
    public async Task RunAsync(CancellationToken stopping, CancellationToken cancelling)
    {
        await Task.Yield();
        try
        {
            await PumpAsync(stopping, cancelling);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The way a pump ends.
        }
        catch (Exception e)
        {
            Log.Ended(logger, source.Function.Name, source.Hub.Name, partition, e);
        }
    }

    async Task PumpAsync(CancellationToken stopping, CancellationToken cancelling)
    {
        var checkpoints = source.Hub.Group(source.Group);
        var reader = new PartitionReader(source.Hub.Log, partition, checkpoints[partition]);
        for (var batches = 1; ; batches++)
        {
            var messages = await reader.ReadAsync(source.Settings.MaxBatch, stopping);
            var isCheckpoint = batches % source.Settings.CheckpointFrequency == 0;
            var data = new BatchBindingData(messages, source.Address, source.Hub.Name, source.Group, partition, isCheckpoint);
            await retries.TryRunAsync(source.Function, source.IsBatched ? messages : messages[0], data, stopping, cancelling);
            stopping.ThrowIfCancellationRequested();
            if (isCheckpoint) checkpoints.Save(partition, reader.Handled);
        }
    }

    static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "{Function} gets no more messages of {Hub}, partition {Partition}")]
        public static partial void Ended(ILogger logger, string function, string hub, int partition, Exception exception);
    }
}
