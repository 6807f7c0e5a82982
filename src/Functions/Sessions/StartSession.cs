using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Starts a session; repeated while it runs, it only gives another token, say after a browser was closed.
/// </summary>
sealed class StartSession(SessionCommands commands, SessionTokens tokens, LimitOptions limits, TimeProvider clock)
{
    sealed record Started : SessionView
    {
        public Started(SessionView session, string sessionToken, int lastSeq)
            : base(session) => (SessionToken, LastSeq) = (sessionToken, lastSeq);

        [JsonPropertyOrder(1)]
        public string SessionToken { get; }

        /// <summary>The highest running number that came, above which a browser that does not remember goes on; 0 before any.</summary>
        [JsonPropertyOrder(1)]
        public int LastSeq { get; }
    }

    [Function(nameof(StartSession))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/start")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable)
    {
        var user = request.User(Role.Admin, Role.Proctor, Role.Candidate);
        var session = await commands.ExecuteAsync(request, user, id, durable, (by, at) => new SessionCommand.Start(by, at));
        var deadline = session.Session is Session.Paused paused
            ? clock.GetUtcNow() + paused.Remaining
            : session.Session.Deadline!.Value;
        var full = session.Scorecard.Total >= limits.SessionEvents;
        var token = tokens.Issue(session.Id, session.Plan.OrganizationId, session.Plan.CandidateId, deadline, full);
        return Reply.Ok(new Started(SessionView.Of(session, user), token, session.Seen.HighestSeq), session.Version);
    }
}
