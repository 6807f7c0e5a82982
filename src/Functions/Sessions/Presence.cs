using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>Whether the candidate of a running session is there.</summary>
static class Presence
{
    const string Present = "present";
    const string Missing = "missing";

    /// <summary>As clients are told.</summary>
    public static string Of(Session session) => session is Session.Running { MissingSince: not null } ? Missing : Present;

    /// <summary>
    /// When the candidate was last heard of: an event, or else the start. The beginning of time before that.
    /// </summary>
    public static DateTimeOffset LastHeard(this SessionRecord record)
    {
        var started = record.Session.StartedAt() ?? DateTimeOffset.MinValue;
        return record.LastSeen is { } seen && seen > started ? seen : started;
    }

    /// <summary>
    /// For who saves a session after hearing of its candidate: the record and the fact that the candidate is back, or
    /// the record as it was and no fact if it was not missing. After the save, <c>session</c> is pushed if there was a
    /// fact.
    /// </summary>
    public static (SessionRecord After, IReadOnlyList<SessionFact> Facts) SeenAgain(SessionRecord session, DateTimeOffset at) =>
        session.Session is Session.Running { MissingSince: not null }
        && session.Decide(new SessionCommand.ReportReturned(Actor.System, at))
            is Decision.Accepted { Facts: { Count: > 0 } facts }
            ? (session.Apply(facts), facts)
            : (session, []);
}
