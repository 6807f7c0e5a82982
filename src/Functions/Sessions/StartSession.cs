using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Starts a session; repeated while it runs or is paused, it only gives its candidate another token: before the old one ends, or after a browser was
/// closed. Nobody else gets one, because whoever has it can say what the candidate did.
/// </summary>
sealed class StartSession(SessionCommands commands, SessionTokens tokens, SessionOptions options, LimitOptions limits, TimeProvider clock)
{
    sealed record Started : SessionView
    {
        public Started(SessionView session, SessionToken? token, int lastSeq)
            : base(session) => (SessionToken, SessionTokenExpiresAt, LastSeq) = (token?.Text, token?.ExpiresAt, lastSeq);

        /// <summary>Null to all but the session's own candidate.</summary>
        [JsonPropertyOrder(1)]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? SessionToken { get; }

        [JsonPropertyOrder(1)]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public DateTimeOffset? SessionTokenExpiresAt { get; }

        /// <summary>The highest running number that came, above which a browser that does not remember goes on; 0 before any.</summary>
        [JsonPropertyOrder(1)]
        public int LastSeq { get; }
    }

    [Function(nameof(StartSession))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/start")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable)
    {
        var user = await request.UserAsync(Policies.Attendants);
        var session = await commands.ExecuteAsync(request, user, id, durable, (by, at) => new SessionCommand.Start(by, at, TimeSpan.FromMinutes(options.EarlyStartMinutes)));
        var token = user.Id == session.Plan.CandidateId ? TokenFor(session) : null;
        return Reply.Ok(new Started(SessionView.Of(session, user), token, session.Seen.HighestSeq), session.LifecycleVersion);
    }

    SessionToken TokenFor(SessionRecord session)
    {
        var deadline = session.Session is Session.Paused paused
            ? clock.GetUtcNow() + paused.Remaining
            : session.Session.Deadline!.Value;
        var full = session.Scorecard.Total >= limits.SessionEvents;
        return tokens.Issue(session.Id, session.Plan.OrganizationId, session.Plan.CandidateId, deadline, full);
    }
}
