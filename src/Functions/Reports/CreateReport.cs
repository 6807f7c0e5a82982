using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Proctoring.Functions.Reports;

/// <summary>
/// Makes a report: reads the session, renders, stores, tells who asked. Every step may run twice and then does the same
/// again.
/// </summary>
static class CreateReport
{
    /// <summary>Some four minutes: longer than a restart of what it depends on, shorter than a reader's patience.</summary>
    static readonly TaskOptions Repeatedly = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: 8, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1))));

    /// <summary>To give up noting how it ended would leave the report pending for ever.</summary>
    static readonly TaskOptions Patiently = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: 10_000, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(5))));

    [Function(nameof(CreateReport))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<CreateReportInput>()!;
        var requestedAt = new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero);
        ReportOutcome outcome;
        try
        {
            outcome = await context.CallActivityAsync<ReportOutcome>(
                nameof(RenderReport), new RenderReport.Input(input, requestedAt), Repeatedly);
        }
        catch (TaskFailedException)
        {
            // The reason is in the log, where a reader of reports has no business.
            outcome = ReportOutcome.Failed("The report could not be made. Ask for another one.");
        }

        if (!outcome.IsSessionGone)
            await context.CallActivityAsync(
                nameof(CompleteReport), new CompleteReport.Input(input, requestedAt, outcome), Patiently);
        if (input.RequestedBy is not null)
            await NotifyAsync(context, new NotifyRequester.Input(input, outcome.Status));
    }

    static async Task NotifyAsync(TaskOrchestrationContext context, NotifyRequester.Input message)
    {
        try
        {
            await context.CallActivityAsync(nameof(NotifyRequester), message, Repeatedly);
        }
        catch (TaskFailedException)
        {
            // The report is there all the same, and whoever asked can see it.
        }
    }
}

/// <summary>How the making of a report ended.</summary>
/// <param name="IsSessionGone">The session was removed in the meantime, and its reports with it.</param>
sealed record ReportOutcome(ReportStatus Status, long? Size, string? Failure, bool IsSessionGone = false)
{
    public static ReportOutcome SessionGone { get; } = new(ReportStatus.Failed, null, null, IsSessionGone: true);

    public static ReportOutcome Ready(long size) => new(ReportStatus.Ready, size, null);

    public static ReportOutcome Failed(string why) => new(ReportStatus.Failed, null, why);
}
