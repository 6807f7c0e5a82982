using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

sealed class TerminateSession(SessionCommands commands)
{
    sealed record Body(string? Reason);

    [Function(nameof(TerminateSession))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/terminate")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable)
    {
        var user = await request.UserAsync(Policies.Staff);
        var body = await JsonBody.ReadAsync<Body>(request);
        var reason = Reason.Require(body.Reason);
        return await commands.AnswerAsync(
            request, user, id, durable, body, (by, at) => new SessionCommand.Terminate(by, at, reason));
    }
}
