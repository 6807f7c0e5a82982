using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Puts a person's score above the computed one, or takes it away again. The computed one stays and goes on counting.
/// </summary>
sealed class OverrideIntegrity(SessionCommands commands, TimeProvider clock)
{
    sealed record Body(int? Score, string? Reason);

    [Function(nameof(OverrideIntegrity))]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/sessions/{id}/integrity")] HttpRequest request,
        string id)
    {
        var user = await request.UserAsync(Policies.Staff);
        var body = await JsonBody.ReadAsync<Body>(request);
        var (score, reason) = Validate(body);
        return await commands.AnswerScoreAsync(request, user, id, body, session => session.SetOverride(score, user.Id, reason, clock.GetUtcNow()));
    }

    [Function("RemoveIntegrityOverride")]
    public async Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/sessions/{id}/integrity")] HttpRequest request,
        string id)
    {
        var user = await request.UserAsync(Policies.Staff);
        return await commands.AnswerScoreAsync(request, user, id, (Body?)null, session => session.RemoveOverride(user.Id, clock.GetUtcNow()));
    }

    static (int Score, string Reason) Validate(Body body)
    {
        var errors = new FieldErrors();
        if (body.Score is not (>= 0 and <= 100))
            errors.Add("score", "is a whole number from 0 to 100");
        var reason = Reason.Read(body.Reason, errors);
        return errors.IsEmpty ? (body.Score!.Value, reason!) : throw Problem.Invalid(errors);
    }
}
