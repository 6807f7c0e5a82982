namespace Proctoring.Domain.Scoring;

/// <summary>What a measurement is worth, 0..1, and the line that says so, in words: chosen together, so that they cannot disagree.</summary>
internal readonly record struct RiskLine(double Value, string Words);

/// <summary>The table that turns what was measured into values.</summary>
internal static class RiskLines
{
    /// <summary>Where there is nothing to compare yet.</summary>
    internal static readonly RiskLine NoSamples = new(0, "no samples yet");

    internal static RiskLine TabSwitches(int count) => count switch
    {
        > 10 => new(1.0, "more than 10"),
        >= 5 => new(0.8, "5 to 10"),
        >= 2 => new(0.5, "2 to 4"),
        _ => new(0, "fewer than 2"),
    };

    internal static RiskLine Blur(long milliseconds) => milliseconds switch
    {
        > 120_000 => new(0.9, "more than 2 minutes"),
        >= 60_000 => new(0.6, "1 to 2 minutes"),
        >= 30_000 => new(0.3, "30 to 60 s"),
        _ => new(0, "less than 30 s"),
    };

    internal static RiskLine Typing(double ratio) => Math.Abs(ratio - 1) switch
    {
        > 1.0 => new(0.9, "more than 100 % off"),
        >= 0.5 => new(0.6, "50 to 100 % off"),
        _ => new(0, "less than 50 % off"),
    };

    internal static RiskLine Mouse(double ratio) =>
        ratio < 0.3 ? new(0.7, "below 30 % of it, suspiciously still")
        : Math.Abs(ratio - 1) > 0.5 ? new(0.4, "more than 50 % off")
        : new(0, "not more than 50 % off");

    internal static RiskLine Answers(double ratio) => ratio switch
    {
        < 0.3 => new(0.8, "below 30 % of it, suspiciously fast"),
        > 3 => new(0.6, "above 300 % of it, suspiciously slow"),
        _ => new(0, "between 30 % and 300 % of it"),
    };

    internal static RiskLevel Level(double score) => score switch { < 0.3 => RiskLevel.Low, < 0.7 => RiskLevel.Medium, _ => RiskLevel.High };
}
