namespace Proctoring.Domain.Scoring;

/// <summary>The table that turns what was measured into values 0..1.</summary>
internal static class RiskLines
{
    internal static double TabSwitches(int count) => count switch { > 10 => 1.0, >= 5 => 0.8, >= 2 => 0.5, _ => 0 };

    internal static double Blur(long milliseconds) => milliseconds switch { > 120_000 => 0.9, >= 60_000 => 0.6, >= 30_000 => 0.3, _ => 0 };

    internal static double Typing(double ratio) => Math.Abs(ratio - 1) switch { > 1.0 => 0.9, >= 0.5 => 0.6, _ => 0 };

    internal static double Mouse(double ratio) => ratio < 0.3 ? 0.7 : Math.Abs(ratio - 1) > 0.5 ? 0.4 : 0;

    internal static double Answers(double ratio) => ratio switch { < 0.3 => 0.8, > 3 => 0.6, _ => 0 };

    internal static RiskLevel Level(double score) => score switch { < 0.3 => RiskLevel.Low, < 0.7 => RiskLevel.Medium, _ => RiskLevel.High };
}
