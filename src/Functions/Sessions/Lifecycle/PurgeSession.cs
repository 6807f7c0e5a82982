using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>Removes everything that is stored about a session when its retention time is over.</summary>
sealed class PurgeSession(SessionRemoval removal)
{
    [Function(nameof(PurgeSession))]
    public Task RunAsync([ActivityTrigger] SessionId session, CancellationToken cancellation) =>
        removal.RunAsync(session, cancellation);
}
