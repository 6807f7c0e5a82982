using Proctoring.Domain;
using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>Input of the orchestration <c>CreateReport</c>, whose instance id is the report's id.</summary>
/// <param name="RequestedBy">Who is told when it is done; null for a report that the system makes by itself.</param>
/// <param name="Version">Which of the session's final reports it is, from 1; null for one that somebody asked for.</param>
sealed record CreateReportInput(
    SessionId SessionId, OrganizationId OrganizationId, ReportId ReportId, ReportFormat Format, UserId? RequestedBy, int? Version = null)
{
    public StoredReport ToPending(DateTimeOffset at) => new(ReportId, SessionId, OrganizationId, Format, at, Version: Version);
}
