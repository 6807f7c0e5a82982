using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Alerts;

/// <summary>A proctor has seen to an alert. Resolving again changes nothing: the first one and its note stand.</summary>
sealed class ResolveAlert(SessionStore store, AlertLog log, TimeProvider clock)
{
    const int LongestNote = 2_000;

    sealed record Body(string? Note);

    [Function(nameof(ResolveAlert))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/alerts/{alertId}/resolve")] HttpRequest request,
        string id, string alertId, CancellationToken cancellation)
    {
        var user = request.User(Role.Admin, Role.Proctor);
        var note = (await JsonBody.ReadOptionalAsync<Body>(request)).Note;
        if (note?.Length > LongestNote) throw Problem.Invalid("note", $"is at most {LongestNote} characters");
        if (!SessionId.TryParse(id, out var session)) throw Problem.NotFound("session");
        if (!AlertId.TryParse(alertId, out var parsed)) parsed = default;

        Alert? resolved = null;
        try
        {
            var changed = await store.ChangeAsync(session, ResolveAsync, cancellation);
            return changed is null ? throw Problem.NotFound("session") : Reply.Ok(resolved!);
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
}
