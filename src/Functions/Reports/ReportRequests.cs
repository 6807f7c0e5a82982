using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

/// <summary>Asks for reports.</summary>
sealed class ReportRequests(ReportStore store, SessionStore sessions, TimeProvider time)
{
    /// <summary>
    /// Has a report made, and gives it as it is noted. Asking again with the same report id changes nothing, whatever became
    /// of the report.
    /// </summary>
    /// <remarks>
    /// The orchestration is scheduled before the report is noted as pending, and notes it itself if need be: should the
    /// process stop between the two, there is no report that stays pending for ever.
    /// </remarks>
    public async Task<StoredReport> RequestAsync(DurableTaskClient durable, CreateReportInput input, CancellationToken cancellation)
    {
        if (await store.FindAsync(input.SessionId, input.ReportId, cancellation) is { } known) return known;
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(
                nameof(CreateReport), input, new StartOrchestrationOptions(input.ReportId.Value), cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // Which exception says "there is one already" depends on the backend, so ask.
            if (await durable.GetInstanceAsync(input.ReportId.Value, cancellation) is null) throw;
        }

        var report = await store.AddAsync(input.ToPending(time.GetUtcNow()), cancellation);
        // Removed meanwhile, perhaps together with all that its reports had noted by then.
        if (!await sessions.ExistsAsync(input.SessionId, cancellation)) await store.PurgeAsync(input.SessionId, cancellation);
        return report;
    }
}
