using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

sealed class GetUser(UserStore users)
{
    [Function(nameof(GetUser))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/users/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var caller = await request.UserAsync(Policies.Readers);
        var user = UserId.TryParse(id, out var userId)
            ? await users.FindAsync(caller.OrganizationId, userId, cancellation)
            : null;
        return Reply.Ok(UserReply.Of(user ?? throw Problem.NotFound("user")));
    }

    [Function("GetMe")]
    public async Task<IResult> MeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/auth/me")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = await request.UserAsync(Policies.Members);
        var user = await users.FindAsync(caller.OrganizationId, caller.Id, cancellation);
        return Reply.Ok(UserReply.Of(user ?? throw Problem.Unauthenticated("The account does not exist any more.")));
    }
}
