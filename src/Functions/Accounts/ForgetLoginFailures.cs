using Microsoft.DurableTask.Client;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

sealed class ForgetLoginFailures(LoginAttemptStore attempts, TimeProvider time) : IDailyWork
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) =>
        attempts.ForgetOldAsync(time.GetUtcNow() - Kept, cancellation);
}
