using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Alerts;

/// <summary>A proctor has seen to an alert. Resolving again changes nothing: the first one and its note stand.</summary>
sealed partial class ResolveAlert(SessionStore store, AlertLog log, Push push, TimeProvider clock, ILogger<ResolveAlert> logger)
{
    const int LongestNote = 2_000;

    sealed record Body(string? Note);

    [Function(nameof(ResolveAlert))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/alerts/{alertId}/resolve")] HttpRequest request,
        string id, string alertId, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Reviewers);
        var note = (await JsonBody.ReadOptionalAsync<Body>(request)).Note;
        if (note?.Length > LongestNote) throw Problem.Invalid("note", $"is at most {LongestNote} characters");
        if (DisplayText.Fault(note ?? "", lines: true) is { } fault) throw Problem.Invalid("note", fault);
        if (!SessionId.TryParse(id, out var session)) throw Problem.NotFound("session");
        if (!AlertId.TryParse(alertId, out var parsed)) parsed = default;

        Alert? resolved = null;
        try
        {
            var changed = await store.ChangeAsync(session, ResolveAsync, cancellation) ?? throw Problem.NotFound("session");
            await TellAsync(changed.Session.Record, resolved!);
            return Reply.Ok(resolved!);
        }
        catch (SessionConflictException)
        {
            throw Problem.Conflict("The session is changing too fast; try again.");
        }

        async ValueTask<SessionChange?> ResolveAsync(SessionRecord record)
        {
            user.RequireAccess(record.Plan);
            var alert = await log.FindAsync(session, parsed, cancellation) ?? throw Problem.NotFound("alert");
            (var after, resolved) = record.ResolveAlert(alert, user.Id, note, clock.GetUtcNow());
            return ReferenceEquals(resolved, alert) ? null : new(after, [], [AlertLog.Replace(resolved)]);
        }
    }

    /// <summary>Also after a repetition: the first may have been cut short before it told anybody.</summary>
    async Task TellAsync(SessionRecord session, Alert alert)
    {
        try
        {
            await push.ResolvedAsync(session, alert).WaitAsync(Push.Patience);
        }
        catch (Exception failure)
        {
            Log.ResolutionNotTold(logger, alert.Id, session.Id, session.Plan.OrganizationId, failure);
        }
    }

    static partial class Log
    {
        [LoggerMessage(302, LogLevel.Warning,
            "Alert {AlertId} of session {SessionId} ({OrganizationId}) is resolved, but the other proctors could not be told")]
        public static partial void ResolutionNotTold(
            ILogger logger, AlertId alertId, SessionId sessionId, OrganizationId organizationId, Exception exception);
    }
}
