using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Functions.Alerts;

/// <summary>
/// Every 15 s, tries again to push alerts that the SignalR service did not take. Usually it reads an empty table.
/// </summary>
sealed class RetryAlerts(AlertOutbox outbox)
{
    [Function(nameof(RetryAlerts))]
    public Task RunAsync([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellation) =>
        outbox.RetryAsync(cancellation);
}
