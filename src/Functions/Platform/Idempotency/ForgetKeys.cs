using Microsoft.DurableTask.Client;

namespace Proctoring.Functions.Platform;

sealed class ForgetKeys(CreationKeys keys) : IDailyWork
{
    public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) => keys.ForgetOldAsync(cancellation);
}
