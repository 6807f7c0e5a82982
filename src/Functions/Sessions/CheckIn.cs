using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

sealed class CheckIn(SessionCommands commands)
{
    [Function(nameof(CheckIn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/ready")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable)
    {
        var user = await request.UserAsync(Policies.Attendants);
        var session = await commands.ExecuteAsync(request, user, id, durable, (by, at) => new SessionCommand.CheckIn(by, at));
        return Reply.Ok(SessionView.Of(session, user), session.LifecycleVersion);
    }
}
