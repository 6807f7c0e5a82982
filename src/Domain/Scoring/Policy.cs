namespace Proctoring.Domain.Scoring;

/// <summary>What a policy says of one event type.</summary>
/// <param name="Deduction">Points an event costs, 0..100.</param>
/// <param name="Cooldown">An event within this time of the last one that cost points costs nothing.</param>
/// <param name="Cap">Most points that this type can cost in a session; null without limit.</param>
/// <param name="Alert">Whether the first event of an episode raises an alert.</param>
public sealed record PolicyRule(int Deduction, TimeSpan Cooldown, int? Cap, bool Alert);

/// <summary>How a session is judged. Data of the exam; a session keeps the one it was planned with.</summary>
public sealed record Policy(
    int Version,
    Sensitivity Sensitivity,
    bool AllowTabSwitch,
    bool AllowCopyPaste,
    IReadOnlyDictionary<string, PolicyRule> Rules,
    TimeSpan QuietTime,
    TimeSpan MissingAfter,
    TimeSpan AbandonAfter)
{
    /// <summary>The policy of a session without an exam.</summary>
    public static Policy Default => For(Sensitivity.Medium);

    /// <summary>A preset.</summary>
    public static Policy For(Sensitivity sensitivity, bool allowTabSwitch = false, bool allowCopyPaste = false, int version = 1) =>
        throw new NotImplementedException();
}
