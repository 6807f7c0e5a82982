namespace Proctoring.Domain.Scoring;

/// <summary>How a session is judged. Data of the exam; a session keeps the one it was planned with.</summary>
/// <param name="Version">The exam's version that it was made from.</param>
/// <param name="AllowTabSwitch">TAB_SWITCH, FOCUS_LOST and FULLSCREEN_EXIT cost nothing, raise no alert and do not count in the risk.</param>
/// <param name="AllowCopyPaste">COPY and PASTE cost nothing and raise no alert.</param>
/// <param name="Rules">By event type name; a type without a rule costs nothing and raises no alert.</param>
/// <param name="QuietTime">An episode of a type is over after this time without it, by the clock of the events.</param>
/// <param name="MissingAfter">Without a sign of life for this long a candidate is missing.</param>
/// <param name="AbandonAfter">Missing for this long ends the session.</param>
public sealed record Policy(
    int Version,
    Sensitivity Sensitivity,
    bool AllowTabSwitch,
    bool AllowCopyPaste,
    IReadOnlyDictionary<string, PolicyRule> Rules,
    AlertLines Lines,
    TimeSpan QuietTime,
    TimeSpan MissingAfter,
    TimeSpan AbandonAfter)
{
    /// <summary>The policy of a session without an exam.</summary>
    public static Policy Default { get; } = For(Sensitivity.Medium);

    /// <summary>A preset.</summary>
    public static Policy For(Sensitivity sensitivity, bool allowTabSwitch = false, bool allowCopyPaste = false, int version = 1)
    {
        var (rules, quiet, abandon) = sensitivity switch
        {
            Sensitivity.Low => (PolicyPresets.Low, 120, 30),
            Sensitivity.Medium => (PolicyPresets.Medium, 60, 15),
            Sensitivity.High => (PolicyPresets.High, 30, 5),
            _ => throw new ArgumentOutOfRangeException(nameof(sensitivity)),
        };
        return new(version, sensitivity, allowTabSwitch, allowCopyPaste, rules, AlertLines.Default,
            TimeSpan.FromSeconds(quiet), MissingAfter: TimeSpan.FromSeconds(60), AbandonAfter: TimeSpan.FromMinutes(abandon));
    }
}
