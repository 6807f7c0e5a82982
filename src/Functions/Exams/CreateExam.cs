using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Exams;

sealed class CreateExam(ExamStore exams, TimeProvider time)
{
    [Function(nameof(CreateExam))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/exams")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = await request.UserAsync(Policies.Staff);
        var body = await JsonBody.ReadAsync<ExamInput>(request);

        var now = time.GetUtcNow();
        var errors = new FieldErrors();
        var exam = body.Validate(errors, ExamId.Parse(NewId.Make(now)), caller.OrganizationId, caller.Id, now);
        errors.ThrowIfAny();

        await exams.AddAsync(exam!, cancellation);
        return Reply.Created($"/api/v1/exams/{exam!.Id}", ExamReply.Of(exam), exam.Version);
    }
}
