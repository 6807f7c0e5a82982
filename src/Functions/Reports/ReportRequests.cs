using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

/// <summary>Asks for reports.</summary>
sealed class ReportRequests(ReportStore store, SessionStore sessions, TimeProvider time)
{
    /// <summary>
    /// Has a report made, unless one of the session in this format is being made, which then is the answer: whoever asks often gets no more reports than are
    /// finished.
    /// </summary>
    public async Task<StoredReport> RequestOneAsync(DurableTaskClient durable, CreateReportInput input, CancellationToken cancellation)
    {
        var claimed = await store.ClaimAsync(input.SessionId, input.Format, input.ReportId, cancellation);
        return await RequestAsync(durable, input with { ReportId = claimed }, cancellation);
    }

    /// <summary>
    /// Has the reports made that every session gets. Their ids follow from the session's and the version, so that a repetition makes no second ones; an earlier
    /// version stays beside a later one.
    /// </summary>
    /// <param name="session">Whose events are all scored.</param>
    /// <param name="version">From 1; one more for each time that events were scored after these reports were asked for.</param>
    public async Task RequestFinalAsync(DurableTaskClient durable, SessionRecord session, int version, CancellationToken cancellation)
    {
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            var id = ReportId.Parse($"{session.Id}-{format.ToString().ToLowerInvariant()}{(version > 1 ? $"-{version}" : "")}");
            await RequestAsync(
                durable, new CreateReportInput(session.Id, session.Plan.OrganizationId, id, format, RequestedBy: null, version), cancellation);
        }
    }

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
        var known = await store.FindAsync(input.SessionId, input.ReportId, cancellation);

        // One that is pending and that nobody makes (its orchestration was lost with the task hub) would stay so for ever.
        if (known is not null && (known.Status is not ReportStatus.Pending || await durable.GetInstanceAsync(input.ReportId.Value, cancellation) is not null))
            return known;
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
