namespace Proctoring.Domain.Sessions;

/// <summary>Why a command was turned down: a stable code and an English sentence.</summary>
/// <param name="NotBefore">When the same command will be allowed, if it was only too early.</param>
public sealed record Refusal(string Code, string Reason, DateTimeOffset? NotBefore = null);

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
