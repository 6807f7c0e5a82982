using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Reports;

/// <summary>Asks for a report of a session, whether it has ended or not. While one of the same format is being made, it is the answer.</summary>
sealed class RequestReport(SessionStore sessions, ReportRequests reports, TimeProvider time)
{
    sealed record Body(string? Format);

    [Function(nameof(RequestReport))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/reports")] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Reviewers);
        request.Limits().Report(user);
        var session = await sessions.ReadAsync(id, user, cancellation);
        var body = await JsonBody.ReadAsync<Body>(request);
        ReportFormat format = body.Format switch
        {
            "pdf" => ReportFormat.Pdf,
            "csv" => ReportFormat.Csv,
            "json" => ReportFormat.Json,
            _ => throw Problem.Invalid("format", "is pdf, csv or json"),
        };

        var reportId = ReportId.Parse(NewId.Make(time.GetUtcNow()));
        var report = await reports.RequestOneAsync(
            durable, new CreateReportInput(session.Id, session.Plan.OrganizationId, reportId, format, user.Id), cancellation);
        // It may have been made by now; what was asked for is pending all the same, as the contract says.
        return Reply.Accepted(
            $"/api/v1/sessions/{session.Id}/reports/{report.Id}", ReportReply.Of(report) with { Status = ReportStatus.Pending, Size = null });
    }
}
