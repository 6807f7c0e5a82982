namespace Proctoring.Domain.Sessions;

/// <summary>Why a command was turned down: a stable code and an English sentence.</summary>
public sealed record Refusal(string Code, string Reason);

/// <summary>The answer to a command.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>What happened; empty for a repeated command, whose answer is that of the first.</summary>
    public sealed record Accepted(IReadOnlyList<SessionFact> Facts) : Decision;

    public sealed record Refused(Refusal Refusal) : Decision;
}
