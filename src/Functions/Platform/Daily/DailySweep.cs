using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Clears away, once a day, all that is kept for a time only. One function for all of it: each function with a trigger of its own has
/// instances of its own, which cost money. None of its parts waits for another or fails with it.
/// </summary>
sealed partial class DailySweep(IEnumerable<IDailyWork> parts, ILogger<DailySweep> logger)
{
    /// <summary>The platform ends a function after ten minutes (<c>functionTimeout</c> in host.json); what is left has time until tomorrow.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(9);

    [Function(nameof(DailySweep))]
    public Task RunAsync(
        [TimerTrigger("0 14 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellation) =>
        RunAsync(durable, Longest, cancellation);

    public async Task RunAsync(DurableTaskClient durable, TimeSpan longest, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(longest);
        var failures = await Task.WhenAll(parts.Select(part => TryAsync(part, durable, limit.Token)));
        cancellation.ThrowIfCancellationRequested();

        // Seen by whoever watches for functions that fail.
        if (failures.OfType<Exception>().ToList() is { Count: > 0 } failed) throw new AggregateException(failed);
    }

    async Task<Exception?> TryAsync(IDailyWork part, DurableTaskClient durable, CancellationToken limit)
    {
        try
        {
            await part.RunAsync(durable, limit);
            return null;
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            Log.Unfinished(logger, part.GetType().Name);
            return null;
        }
        catch (Exception failure)
        {
            Log.PartFailed(logger, part.GetType().Name, failure);
            return failure;
        }
    }

    static partial class Log
    {
        [LoggerMessage(110, LogLevel.Error, "{Part} of the daily sweep failed; it is tried again tomorrow")]
        public static partial void PartFailed(ILogger logger, string part, Exception exception);

        [LoggerMessage(111, LogLevel.Warning, "{Part} of the daily sweep did not come to its end in time; it goes on tomorrow")]
        public static partial void Unfinished(ILogger logger, string part);
    }
}
