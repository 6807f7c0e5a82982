using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Realtime;

namespace Proctoring.Functions.Reports;

/// <summary>Tells who asked for a report that it is ready, or that it failed.</summary>
sealed class NotifyRequester(Push push)
{
    public sealed record Input(CreateReportInput Report, ReportStatus Status);

    [Function(nameof(NotifyRequester))]
    public async Task RunAsync([ActivityTrigger] Input input)
    {
        var report = input.Report;
        if (report.RequestedBy is { } user)
            await push.ReportAsync(user, report.SessionId, report.ReportId, Name(report.Format), Name(input.Status));
    }

    static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
