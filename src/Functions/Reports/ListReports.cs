using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

/// <summary>The reports of a session: those asked for in the order in which they were.</summary>
sealed class ListReports(SessionStore sessions, ReportStore reports)
{
    [Function(nameof(ListReports))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/reports")] HttpRequest request,
        string id, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var paging = PageRequest.From(request);
        var session = await sessions.ReadAsync(id, user, cancellation);
        var page = await reports.ListAsync(session.Id, paging, cancellation);
        return Reply.Ok(new Page<ReportReply>([.. page.Items.Select(ReportReply.Of)], page.Next));
    }
}
