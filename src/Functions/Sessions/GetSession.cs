using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

sealed class GetSession(SessionStore store)
{
    [Function(nameof(GetSession))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}")] HttpRequest request,
        string id, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.SessionReaders);
        var session = await store.ReadAsync(id, user, cancellation);
        return Reply.Ok(SessionView.Of(session, user), session.LifecycleVersion);
    }
}
