using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

static class SessionAccess
{
    /// <summary>
    /// The session that a request names, for reading; 404 unless it belongs to the user's organisation and, for a
    /// candidate, to this candidate.
    /// </summary>
    public static async Task<SessionRecord> ReadAsync(
        this SessionStore store, string id, CurrentUser user, CancellationToken cancellation)
    {
        var session = SessionId.TryParse(id, out var parsed) ? await store.ReadAsync(parsed, cancellation) : null;
        if (session is null)
            throw Problem.NotFound("session");
        user.RequireAccess(session.Plan);
        return session;
    }

    /// <summary>404 unless the session is the user's business: of its organisation and, where it reads no others, its own.</summary>
    public static void RequireAccess(this CurrentUser user, SessionPlan session)
    {
        var isOwn = Policies.OwnCandidate.Allows(user) && user.Id == session.CandidateId;
        if (user.OrganizationId != session.OrganizationId || !(isOwn || Policies.Readers.Allows(user)))
            throw Problem.NotFound("session");
    }
}
