using Proctoring.Domain;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Removes everything that is stored about a session, also of one whose state cannot be read. One that was cut short is simply run again.
/// </summary>
sealed class SessionRemoval(SessionStore store, SessionIndex index, ReportStore reports)
{
    public async Task RunAsync(OrganizationId organization, SessionId session, CancellationToken cancellation)
    {
        await reports.PurgeAsync(session, cancellation);
        await store.PurgeAsync(session, cancellation);

        // What a report that was being made wrote meanwhile; whoever writes later finds no session and removes it again.
        await reports.PurgeAsync(session, cancellation);

        // Last: by its place in the lists a session whose removal was cut short is found again.
        await index.RemoveAsync(organization, session, cancellation);
    }
}
