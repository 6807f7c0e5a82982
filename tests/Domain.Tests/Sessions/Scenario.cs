using Proctoring.Domain.Sessions;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>A session as the facts given have made it, and what it decides when told to do something.</summary>
internal sealed record Scenario(Session Session, Decision? Decision = null)
{
    internal Scenario When(SessionCommand command) => this with { Decision = SessionDecider.Decide(command, Session) };

    internal Session Then(params SessionFact[] facts)
    {
        Assert.Equal(facts, Assert.IsType<Decision.Accepted>(Decision).Facts);
        return ThenSession();
    }

    internal Session ThenSession() =>
        Assert.IsType<Decision.Accepted>(Decision).Facts.Aggregate(Session, SessionDecider.Evolve);

    internal void ThenRefused(string code)
    {
        var refusal = Assert.IsType<Decision.Refused>(Decision).Refusal;
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Reason);
    }
}
