using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Removes the histories of orchestrations that ended long ago. Nobody reads them any more, and what they did to a
/// session is in that session's own history.
/// </summary>
sealed class ForgetFinishedRuns(TimeProvider clock)
{
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    [Function(nameof(ForgetFinishedRuns))]
    public Task RunAsync(
        [TimerTrigger("0 0 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable,
        CancellationToken cancellation) =>
        durable.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(
                DateTimeOffset.UnixEpoch,
                clock.GetUtcNow() - KeptFor,
                [
                    OrchestrationRuntimeStatus.Completed,
                    OrchestrationRuntimeStatus.Failed,
                    OrchestrationRuntimeStatus.Terminated,
                ]),
            cancellation);
}
