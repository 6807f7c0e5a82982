using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

sealed class ReviewSession(SessionCommands commands)
{
    sealed record Body(ReviewDecision? Decision, string? Note);

    [Function(nameof(ReviewSession))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/review")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable)
    {
        var user = await request.UserAsync(Policies.Reviewers);
        var body = await JsonBody.ReadAsync<Body>(request);
        var (decision, note) = Validate(body);
        return await commands.AnswerAsync(
            request, user, id, durable, body, (by, at) => new SessionCommand.Review(by, at, decision, note));
    }

    static (ReviewDecision Decision, string? Note) Validate(Body body)
    {
        var errors = new FieldErrors();
        if (body.Decision is null)
            errors.Add("decision", "is one of cleared, confirmed, secondReview");
        var note = Reason.ReadOptional(body.Note, errors, "note");
        return errors.IsEmpty ? (body.Decision!.Value, note) : throw Problem.Invalid(errors);
    }
}
