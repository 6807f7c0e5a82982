using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Realtime;

sealed class Negotiate(Proctoring hub)
{
    [Function(nameof(Negotiate))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/realtime/negotiate")] HttpRequest request)
    {
        var user = await request.UserAsync(Policies.Members);
        request.Limits().Negotiation(user);
        var connection = await hub.NegotiateAsync(user.Id);
        return Results.Text(connection.ToMemory().Span, "application/json; charset=utf-8");
    }
}
