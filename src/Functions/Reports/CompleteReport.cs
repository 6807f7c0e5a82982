using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Functions.Reports;

/// <summary>Notes how the making of a report ended.</summary>
sealed class CompleteReport(ReportStore store)
{
    public sealed record Input(CreateReportInput Report, DateTimeOffset RequestedAt, ReportOutcome Outcome);

    [Function(nameof(CompleteReport))]
    public async Task RunAsync([ActivityTrigger] Input input, CancellationToken cancellation)
    {
        var report = await store.AddAsync(input.Report.ToPending(input.RequestedAt), cancellation);
        var outcome = input.Outcome;
        await store.SaveAsync(
            report with { Status = outcome.Status, Size = outcome.Size, Failure = outcome.Failure }, cancellation);
    }
}
