using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

sealed class GetReport(SessionStore sessions, ReportStore reports)
{
    [Function(nameof(GetReport))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/reports/{reportId}")] HttpRequest request,
        string id, string reportId, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var session = await sessions.ReadAsync(id, user, cancellation);
        return Reply.Ok(ReportReply.Of(await reports.RequireAsync(session.Id, reportId, cancellation)));
    }
}

static class ReportAccess
{
    /// <summary>The report that a request names; 404 if the session has none with this id.</summary>
    public static async Task<StoredReport> RequireAsync(
        this ReportStore reports, SessionId session, string reportId, CancellationToken cancellation) =>
        (ReportId.TryParse(reportId, out var id) ? await reports.FindAsync(session, id, cancellation) : null)
        ?? throw Problem.NotFound("report");

    /// <summary>As <see cref="RequireAsync"/>; 409 while the report has no file, with the reason.</summary>
    public static async Task<StoredReport> RequireReadyAsync(
        this ReportStore reports, SessionId session, string reportId, CancellationToken cancellation)
    {
        var report = await reports.RequireAsync(session, reportId, cancellation);
        return report.Status switch
        {
            ReportStatus.Ready => report,
            ReportStatus.Pending => throw Problem.Refused("The report is still being made."),
            _ => throw Problem.Refused(report.Failure ?? "The report could not be made."),
        };
    }
}
