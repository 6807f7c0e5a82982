using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

[JsonConverter(typeof(CamelCaseEnum<ReportStatus>))]
enum ReportStatus { Pending, Ready, Failed }

/// <summary>A report that was asked for: a row in the partition of its session.</summary>
/// <param name="Size">Bytes of the file, once it is ready.</param>
/// <param name="Failure">Why it failed, for its readers.</param>
/// <param name="Version">Which of the session's final reports it is, from 1; null for one that somebody asked for.</param>
sealed record StoredReport(
    ReportId Id,
    SessionId SessionId,
    OrganizationId OrganizationId,
    ReportFormat Format,
    DateTimeOffset CreatedAt,
    ReportStatus Status = ReportStatus.Pending,
    long? Size = null,
    string? Failure = null,
    int? Version = null)
{
    public const string RowPrefix = "r:";

    /// <summary>Follows from the ids alone, so that repeating the upload writes the same blob.</summary>
    public string BlobName => $"{OrganizationId}/{SessionId}/{Id}.{Extension}";

    public string Extension => Format.ToString().ToLowerInvariant();

    public string ContentType => Format switch
    {
        ReportFormat.Pdf => "application/pdf",
        ReportFormat.Csv => "text/csv; charset=utf-8",
        ReportFormat.Json => "application/json",
        _ => throw new InvalidOperationException($"Unknown format {Format}."),
    };

    /// <summary>Says which session, but not whose.</summary>
    public string FileName => $"proctoring-report-{SessionId}.{Extension}";

    public static string RowKey(ReportId id) => RowPrefix + id.Value;

    public TableEntity ToRow()
    {
        var row = new TableEntity(SessionId.Value, RowKey(Id))
        {
            ["Organization"] = OrganizationId.Value,
            ["Format"] = Format.ToString(),
            ["CreatedAt"] = CreatedAt,
            ["Status"] = Status.ToString(),
        };
        if (Size is { } size) row["Size"] = size;
        if (Failure is not null) row["Failure"] = Failure;
        if (Version is { } version) row["Version"] = version;
        return row;
    }

    public static StoredReport FromRow(TableEntity row) => new(
        ReportId.Parse(row.RowKey[RowPrefix.Length..]),
        SessionId.Parse(row.PartitionKey),
        OrganizationId.Parse(row.GetString("Organization")!),
        Enum.Parse<ReportFormat>(row.GetString("Format")!),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        Enum.Parse<ReportStatus>(row.GetString("Status")!),
        row.GetInt64("Size"),
        row.GetString("Failure"),
        row.GetInt32("Version"));
}
