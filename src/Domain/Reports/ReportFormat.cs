using System.Text.Json.Serialization;

namespace Proctoring.Domain.Reports;

/// <summary>The forms that a session's report can be had in.</summary>
[JsonConverter(typeof(CamelCaseEnum<ReportFormat>))]
public enum ReportFormat { Pdf, Csv, Json }
