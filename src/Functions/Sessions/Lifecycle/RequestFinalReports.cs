using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Has the reports made that every session gets, and again after late events were scored. Their ids follow from the
/// session's and from how often it became final, so that a repetition makes no second ones.
/// </summary>
sealed class RequestFinalReports(SessionStore store, ReportRequests reports)
{
    [Function(nameof(RequestFinalReports))]
    public async Task RunAsync(
        [ActivityTrigger] SessionId session, [DurableClient] DurableTaskClient durable, CancellationToken cancellation)
    {
        if (await store.ReadAsync(session, cancellation) is not { } record)
            return;
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            var version = record.Finals > 1 ? string.Create(CultureInfo.InvariantCulture, $"-{record.Finals}") : "";
            var id = ReportId.Parse($"{session}-{format.ToString().ToLowerInvariant()}{version}");
            await reports.RequestAsync(
                durable, new CreateReportInput(session, record.Plan.OrganizationId, id, format, RequestedBy: null), cancellation);
        }
    }
}
