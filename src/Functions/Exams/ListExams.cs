using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Exams;

sealed class ListExams(ExamStore exams)
{
    [Function(nameof(ListExams))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/exams")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = await request.UserAsync(Policies.Members);
        var page = await exams.ListAsync(caller.OrganizationId, PageRequest.From(request), cancellation);
        return Reply.Ok(new Page<ExamReply>([.. page.Items.Select(ExamReply.Of)], page.Next));
    }
}
