using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

/// <summary>Notes how the making of a report ended; of one whose session was removed meanwhile nothing stays.</summary>
sealed partial class CompleteReport(ReportStore store, SessionStore sessions, ILogger<CompleteReport> logger)
{
    public sealed record Input(CreateReportInput Report, DateTimeOffset RequestedAt, ReportOutcome Outcome);

    [Function(nameof(CompleteReport))]
    public async Task RunAsync([ActivityTrigger] Input input, CancellationToken cancellation)
    {
        var report = await store.AddAsync(input.Report.ToPending(input.RequestedAt), cancellation);
        var outcome = input.Outcome;
        await store.SaveAsync(
            report with { Status = outcome.Status, Size = outcome.Size, Failure = outcome.Failure }, cancellation);
        if (!await sessions.ExistsAsync(report.SessionId, cancellation))
            await store.PurgeAsync(report.SessionId, cancellation);
        else if (outcome.Status is ReportStatus.Failed)
            Log.ReportFailed(logger, report.Extension, report.Id, report.SessionId, report.OrganizationId);
    }

    static partial class Log
    {
        // Each try has logged its exception.
        [LoggerMessage(501, LogLevel.Error,
            "{Format} report {ReportId} of session {SessionId} ({OrganizationId}) could not be made; every try failed")]
        public static partial void ReportFailed(
            ILogger logger, string format, ReportId reportId, SessionId sessionId, OrganizationId organizationId);
    }
}
