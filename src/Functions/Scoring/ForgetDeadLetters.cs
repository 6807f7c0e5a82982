using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Scoring;

/// <summary>What could not be scored says as much about a person as what could, so it is kept no longer.</summary>
sealed class ForgetDeadLetters(DeadLetters deadLetters, SessionOptions options, TimeProvider clock)
{
    [Function(nameof(ForgetDeadLetters))]
    public Task RunAsync([TimerTrigger("0 34 3 * * *")] TimerInfo timer, CancellationToken cancellation) =>
        deadLetters.ForgetOldAsync(clock.GetUtcNow().AddDays(-options.RetentionDays), cancellation);
}
