using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

/// <summary>The file of a report, passed through from its blob.</summary>
sealed class GetReportContent(SessionStore sessions, ReportStore reports)
{
    [Function(nameof(GetReportContent))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/reports/{reportId}/content")] HttpRequest request,
        string id, string reportId, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var session = await sessions.ReadAsync(id, user, cancellation);
        var report = await reports.RequireReadyAsync(session.Id, reportId, cancellation);
        var (content, length) = await reports.DownloadAsync(report, cancellation) ?? throw Problem.NotFound("report");

        // It holds what is said about a person: no proxy or browser keeps it, none guesses what it is.
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentLength = length;
        return Results.Stream(content, report.ContentType, report.FileName);
    }
}
