using Microsoft.DurableTask.Client;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Removes the histories of orchestrations that ended long ago. Nobody reads them any more, and what they did to a
/// session is in that session's own history.
/// </summary>
sealed class ForgetFinishedRuns(TimeProvider clock) : IDailyWork
{
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) =>
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
