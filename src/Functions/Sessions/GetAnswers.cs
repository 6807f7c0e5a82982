using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>What the candidate handed in, as it was sent (but for halves of characters).</summary>
sealed class GetAnswers(SessionStore store)
{
    [Function(nameof(GetAnswers))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/answers")] HttpRequest request,
        string id, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var session = await store.ReadAsync(id, user, cancellation);
        return Reply.Ok(new { Answers = await store.AnswersAsync(session.Id, cancellation) ?? throw Problem.NotFound("answer") });
    }
}
