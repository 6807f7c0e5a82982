using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Exams;

sealed class GetExam(ExamStore exams)
{
    [Function(nameof(GetExam))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/exams/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var caller = await request.UserAsync(Policies.Members);
        var exam = ExamId.TryParse(id, out var examId)
            ? await exams.FindAsync(caller.OrganizationId, examId, cancellation)
            : null;
        return exam is null ? throw Problem.NotFound("exam") : Reply.Ok(ExamReply.Of(exam), exam.Version);
    }
}
