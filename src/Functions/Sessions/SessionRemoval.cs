using Proctoring.Domain;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Sessions;

/// <summary>Removes everything that is stored about a session. One that was cut short is simply run again.</summary>
sealed class SessionRemoval(SessionStore store, SessionIndex index, ReportStore reports)
{
    public async Task RunAsync(SessionId session, CancellationToken cancellation)
    {
        var record = await store.ReadAsync(session, cancellation);

        // The session itself last: what was cut short before finds it again and goes on.
        await reports.PurgeAsync(session, cancellation);
        if (record is not null) await index.RemoveAsync(record.Plan, cancellation);
        await store.PurgeAsync(session, cancellation);

        // What a report that was being made wrote meanwhile; whoever writes later finds no session and removes it again.
        await reports.PurgeAsync(session, cancellation);
    }
}
