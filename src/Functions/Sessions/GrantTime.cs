using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

sealed class GrantTime(SessionCommands commands)
{
    sealed record Body(int? Minutes, string? Reason);

    [Function(nameof(GrantTime))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/time")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable)
    {
        var user = await request.UserAsync(Policies.Staff);
        var body = await JsonBody.ReadAsync<Body>(request);
        var (minutes, reason) = Validate(body);
        return await commands.AnswerAsync(
            request, user, id, durable, body, (by, at) => new SessionCommand.GrantTime(by, at, TimeSpan.FromMinutes(minutes), reason));
    }

    static (int Minutes, string Reason) Validate(Body body)
    {
        var errors = new FieldErrors();
        if (body.Minutes is not (>= SessionCommand.GrantTime.MinMinutes and <= SessionCommand.GrantTime.MaxMinutes))
            errors.Add(
                "minutes",
                $"is a whole number from {SessionCommand.GrantTime.MinMinutes} to {SessionCommand.GrantTime.MaxMinutes}");
        var reason = Reason.Read(body.Reason, errors);
        return errors.IsEmpty ? (body.Minutes!.Value, reason!) : throw Problem.Invalid(errors);
    }
}
