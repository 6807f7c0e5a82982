using Microsoft.DurableTask.Client;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Scoring;

/// <summary>What could not be scored says as much about a person as what could, so it is kept no longer.</summary>
sealed class ForgetDeadLetters(DeadLetters deadLetters, SessionOptions options, TimeProvider clock) : IDailyWork
{
    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) =>
        deadLetters.ForgetOldAsync(clock.GetUtcNow().AddDays(-options.RetentionDays), cancellation);
}
