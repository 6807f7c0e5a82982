using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Events;

/// <summary>Counts of a session's events. They are kept in its state, so this costs the same for any number of events.</summary>
sealed class GetStatistics(SessionStore store)
{
    [Function(nameof(GetStatistics))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/statistics")] HttpRequest request,
        string id, CancellationToken cancellation)
    {
        var session = await store.ReadAsync(id, await request.UserAsync(Policies.Readers), cancellation);
        return Reply.Ok(session.Scorecard.Statistics, session.Version);
    }
}
