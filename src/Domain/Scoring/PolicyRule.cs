namespace Proctoring.Domain.Scoring;

/// <summary>What a policy says of one event type.</summary>
/// <param name="Deduction">Points an event costs, 0..100.</param>
/// <param name="Cooldown">An event within this time of the last one that cost points costs nothing.</param>
/// <param name="Cap">Most points that this type can cost in a session; null without limit.</param>
/// <param name="Alert">Whether the first event of an episode raises an alert.</param>
public sealed record PolicyRule(int Deduction, TimeSpan Cooldown = default, int? Cap = null, bool Alert = false);

/// <summary>Where alerts are raised, and where they are armed again. A rearm line lies below its alert line, so that a value that swings around it gives one alert.</summary>
/// <param name="Integrity">An alert when integrity falls below one of these; descending.</param>
public sealed record AlertLines(double MediumRisk, double MediumRearm, double HighRisk, double HighRearm, IReadOnlyList<int> Integrity)
{
    public static AlertLines Default { get; } = new(0.3, 0.25, 0.7, 0.6, [75, 50, 25]);
}
