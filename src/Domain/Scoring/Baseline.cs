namespace Proctoring.Domain.Scoring;

/// <summary>How a candidate usually behaves; what is unknown (null) is not judged.</summary>
/// <param name="Wpm">Words typed a minute, above 0.</param>
/// <param name="PxPerSecond">Mouse speed, above 0.</param>
/// <param name="AnswerSeconds">Seconds an answer takes, above 0.</param>
public sealed record Baseline(double? Wpm, double? PxPerSecond, double? AnswerSeconds);
