using Microsoft.DurableTask.Client;

namespace Proctoring.Functions.Platform;

/// <summary>
/// What has to be cleared away once a day; <see cref="DailySweep"/> runs all there is. It works through pages, so that memory does not
/// grow with what there is to do, and may be ended at any point: what is left then is found again the next day.
/// </summary>
interface IDailyWork
{
    Task RunAsync(DurableTaskClient durable, CancellationToken cancellation);
}
