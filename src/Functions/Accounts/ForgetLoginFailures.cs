using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Functions.Accounts;

sealed class ForgetLoginFailures(LoginAttemptStore attempts, TimeProvider time)
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    [Function(nameof(ForgetLoginFailures))]
    public Task RunAsync([TimerTrigger("0 17 3 * * *")] TimerInfo timer, CancellationToken cancellation) =>
        attempts.ForgetOldAsync(time.GetUtcNow() - Kept, cancellation);
}
