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
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The real client lets a batch that is not full grow for 20 ms (AmqpConsumer.ReceiveBuildBatchInterval). This one does so only while a
    /// partition is busy, and for longer: what a function does with a batch costs more by the batch than by the message, and
    /// here takes the processors from those who send. A quiet partition's messages are handed on at once.
    /// </summary>
    static readonly TimeSpan BuildInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>In messages; of the last batch.</summary>
    const int Busy = 32;

    public async Task RunAsync(CancellationToken stopping, CancellationToken cancelling)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await PumpAsync(stopping, cancelling);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Of the stream, not of the function. What follows the last checkpoint is received again.
                Log.Failed(logger, source.Hub.Name, partition, Pause, e);
                await Task.Delay(Pause, stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    async Task PumpAsync(CancellationToken stopping, CancellationToken cancelling)
    {
        var checkpoints = source.Hub.Group(source.Group);
        var reader = new PartitionReader(source.Hub.Log, partition, checkpoints[partition]);
        var last = 0;
        for (var batches = 1; ; batches++)
        {
            if (last >= Busy && reader.Waiting < source.Settings.MaxBatch) await Task.Delay(BuildInterval, stopping);
            var messages = await reader.ReadAsync(source.Settings.MaxBatch, stopping);
            last = messages.Length;
            var isCheckpoint = batches % source.Settings.CheckpointFrequency == 0;
            var data = new BatchBindingData(messages, source.Address, source.Hub.Name, source.Group, partition, isCheckpoint);
            await retries.TryRunAsync(source.Function, source.IsBatched ? messages : messages[0], data, stopping, cancelling);
            stopping.ThrowIfCancellationRequested();
            if (isCheckpoint) checkpoints.Save(partition, reader.Handled);
        }
    }

    static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Reading partition {Partition} of {Hub} failed; once more in {Pause}")]
        public static partial void Failed(ILogger logger, string hub, int partition, TimeSpan pause, Exception exception);
    }
}
