using Microsoft.DurableTask.Client;

namespace Proctoring.Functions.Reports;

/// <summary>Asks for reports.</summary>
sealed class ReportRequests
{
    /// <summary>
    /// Has a report made. Asking again with the same report id changes nothing, whatever became of the report.
    /// </summary>
    public Task RequestAsync(DurableTaskClient durable, CreateReportInput input, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
