using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>Tells the lifecycle how a session stands, and repairs the index where a crash left it behind.</summary>
sealed class LookAtSession(SessionStore store, SessionIndex index, SessionOptions options, TimeProvider clock)
{
    [Function(nameof(LookAtSession))]
    public async Task<LifecycleView> RunAsync([ActivityTrigger] SessionId session, CancellationToken cancellation)
    {
        var record = await store.ReadAsync(session, cancellation);
        if (record is not null)
            await index.ProjectAsync(record, cancellation);
        return LifecycleView.Of(record, options, clock.GetUtcNow());
    }
}
