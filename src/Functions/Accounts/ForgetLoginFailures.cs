using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Functions.Accounts;

sealed class ForgetLoginFailures(LoginFailureStore failures)
{
    [Function(nameof(ForgetLoginFailures))]
    public Task RunAsync([TimerTrigger("0 17 3 * * *")] TimerInfo timer, CancellationToken cancellation) =>
        failures.ForgetOldAsync(cancellation);
}
