using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

sealed class ResumeSession(SessionCommands commands)
{
    [Function(nameof(ResumeSession))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/resume")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable)
    {
        var user = await request.UserAsync(Policies.Staff);
        return await commands.AnswerAsync(
            request, user, id, durable, (object?)null, (by, at) => new SessionCommand.Resume(by, at));
    }
}
