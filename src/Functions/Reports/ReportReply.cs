using System.Text.Json.Serialization;
using Proctoring.Domain;
using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>A report as clients see it.</summary>
sealed record ReportReply(
    ReportId Id,
    ReportStatus Status,
    ReportFormat Format,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Size,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Version)
{
    public static ReportReply Of(StoredReport report) =>
        new(report.Id, report.Status, report.Format, report.Size, report.CreatedAt, report.Failure, report.Version);
}
