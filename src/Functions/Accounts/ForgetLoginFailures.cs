using Microsoft.DurableTask.Client;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

sealed class ForgetLoginFailures(LoginFailureStore failures) : IDailyWork
{
    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) => failures.ForgetOldAsync(cancellation);
}
