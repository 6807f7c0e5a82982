using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Reports;

/// <summary>Reads the session, renders the report and stores the file.</summary>
sealed partial class RenderReport(
    ReportStore store, ReportReader reader, ReportRenderer renderer, Metrics metrics, ILogger<RenderReport> logger)
{
    /// <param name="RequestedAt">For a report that is not noted yet.</param>
    public sealed record Input(CreateReportInput Report, DateTimeOffset RequestedAt);

    [Function(nameof(RenderReport))]
    public async Task<ReportOutcome> RunAsync([ActivityTrigger] Input input, CancellationToken cancellation)
    {
        var report = await store.AddAsync(input.Report.ToPending(input.RequestedAt), cancellation);

        // Done before by a run whose answer was lost.
        if (report is { Status: ReportStatus.Ready, Size: { } size }) return ReportOutcome.Ready(size);

        using var activity = Tracing.StartReport(report.SessionId, report.OrganizationId, report.Extension);
        try
        {
            return await RunAsync(report, cancellation);
        }
        catch (Exception e)
        {
            activity.Fail(e);
            throw;
        }
    }

    async Task<ReportOutcome> RunAsync(StoredReport report, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        if (await reader.ReadAsync(report, cancellation) is not { } content)
        {
            // Its retention time is over: nothing of it stays, this report neither.
            await store.PurgeAsync(report.SessionId, cancellation);
            return ReportOutcome.SessionGone;
        }

        await using var file = store.Upload(report);
        await renderer.WriteAsync(content, report.Format, file, cancellation);
        await file.CommitAsync(cancellation);
        var written = file.Length;

        var duration = Stopwatch.GetElapsedTime(start);
        metrics.ReportDuration(duration, report.Extension);
        Log.ReportMade(
            logger, report.Extension, report.Id, report.SessionId, report.OrganizationId, written, (long)duration.TotalMilliseconds);
        return ReportOutcome.Ready(written);
    }

    static partial class Log
    {
        [LoggerMessage(500, LogLevel.Information,
            "Made {Format} report {ReportId} of session {SessionId} ({OrganizationId}): {Size} bytes in {DurationMs} ms")]
        public static partial void ReportMade(
            ILogger logger, string format, ReportId reportId, SessionId sessionId, OrganizationId organizationId, long size, long durationMs);
    }
}
