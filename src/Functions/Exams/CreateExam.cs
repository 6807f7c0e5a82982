using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Exams;

sealed class CreateExam(ExamStore exams, CreationKeys keys, TimeProvider time)
{
    [Function(nameof(CreateExam))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/exams")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = await request.UserAsync(Policies.Staff);
        var body = await JsonBody.ReadAsync<ExamInput>(request);
        var key = IdempotencyKey.Read(request, caller, body);
        if (await keys.FindAsync(caller.OrganizationId, key, cancellation) is { } known) return known;

        var now = time.GetUtcNow();
        var errors = new FieldErrors();
        var exam = body.Validate(errors, ExamId.Parse(NewId.Make(now)), caller.OrganizationId, caller.Id, now);
        errors.ThrowIfAny();

        var id = await keys.ReserveAsync(caller.OrganizationId, key, exam!.Id.Value, cancellation);
        exam = await exams.AddAsync(exam with { Id = ExamId.Parse(id) }, cancellation);
        return await keys.CreatedAsync(
            caller.OrganizationId, key, $"/api/v1/exams/{id}", ExamReply.Of(exam), exam.Version, cancellation);
    }
}
