using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Sessions;

/// <summary>Removes everything that is stored about a session when its retention time is over.</summary>
sealed class PurgeSession(SessionStore store, SessionIndex index, ReportStore reports)
{
    [Function(nameof(PurgeSession))]
    public async Task RunAsync([ActivityTrigger] SessionId session, CancellationToken cancellation)
    {
        if (await store.ReadAsync(session, cancellation) is not { } record)
            return;

        // The session itself last: what was cut short before finds it again and goes on.
        await reports.PurgeAsync(session, cancellation);
        await index.RemoveAsync(record.Plan, cancellation);
        await store.PurgeAsync(session, cancellation);
    }
}
