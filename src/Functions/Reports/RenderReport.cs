using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Functions.Reports;

/// <summary>Reads the session, renders the report and stores the file.</summary>
sealed class RenderReport(ReportStore store, ReportReader reader, ReportRenderer renderer)
{
    /// <param name="RequestedAt">For a report that is not noted yet.</param>
    public sealed record Input(CreateReportInput Report, DateTimeOffset RequestedAt);

    [Function(nameof(RenderReport))]
    public async Task<ReportOutcome> RunAsync([ActivityTrigger] Input input, CancellationToken cancellation)
    {
        var report = await store.AddAsync(input.Report.ToPending(input.RequestedAt), cancellation);

        // Done before by a run whose answer was lost.
        if (report is { Status: ReportStatus.Ready, Size: { } size }) return ReportOutcome.Ready(size);

        if (await reader.ReadAsync(report, cancellation) is not { } content)
        {
            // Its retention time is over: nothing of it stays, this report neither.
            await store.PurgeAsync(report.SessionId, cancellation);
            return ReportOutcome.SessionGone;
        }

        using var file = new MemoryStream();
        renderer.Render(content, report.Format, file);
        var rendered = file.Length;
        file.Position = 0;
        await store.UploadAsync(report, file, cancellation);
        return ReportOutcome.Ready(rendered);
    }
}
