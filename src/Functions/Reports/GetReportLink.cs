using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

/// <summary>
/// A link to the file of a report, for a browser to follow. Unlike <see cref="GetReportContent"/> it needs no access token there, so it
/// does in an anchor or a new tab, and the file does not pass through here.
/// </summary>
/// <remarks>
/// Why the content itself is not answered by a redirect to it: a page that calls with an access token is redirected to another origin
/// by its browser, with <c>Origin: null</c> for CORS, and older browsers send the token along, which storage refuses.
/// </remarks>
sealed class GetReportLink(SessionStore sessions, ReportStore reports)
{
    [Function(nameof(GetReportLink))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/reports/{reportId}/link")] HttpRequest request,
        string id, string reportId, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var session = await sessions.ReadAsync(id, user, cancellation);
        var report = await reports.RequireReadyAsync(session.Id, reportId, cancellation);
        var link = await reports.LinkAsync(report, cancellation);

        // Whoever has it has the report.
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Reply.Ok(link);
    }
}
