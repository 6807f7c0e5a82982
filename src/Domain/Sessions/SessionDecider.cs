namespace Proctoring.Domain.Sessions;

/// <summary>The lifecycle's rules. Every transition that is not listed here is refused.</summary>
public static class SessionDecider
{
    public static Decision Decide(SessionCommand command, Session session) => throw new NotImplementedException();

    /// <summary>The state after a fact. Throws on a fact that cannot happen in that state: that would be a bug.</summary>
    public static Session Evolve(Session session, SessionFact fact) => throw new NotImplementedException();
}
