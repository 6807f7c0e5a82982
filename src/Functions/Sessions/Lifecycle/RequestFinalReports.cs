using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Sessions;

/// <summary>Has the reports made that every session gets, and again each time it became final after late events.</summary>
sealed class RequestFinalReports(SessionStore store, ReportRequests reports)
{
    [Function(nameof(RequestFinalReports))]
    public async Task RunAsync(
        [ActivityTrigger] SessionId session, [DurableClient] DurableTaskClient durable, CancellationToken cancellation)
    {
        if (await store.ReadAsync(session, cancellation) is not { } record)
            return;
        await reports.RequestFinalAsync(durable, record, version: Math.Max(1, record.Finals), cancellation);
    }
}
