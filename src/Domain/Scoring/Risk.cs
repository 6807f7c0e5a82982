using System.Text.Json.Serialization;

namespace Proctoring.Domain.Scoring;

/// <summary>Low below 0.3, medium below 0.7, high from there on.</summary>
[JsonConverter(typeof(CamelCaseEnum<RiskLevel>))]
public enum RiskLevel { Low, Medium, High }

/// <summary>One reason for the risk: its weight (all weights sum to 1), its value 0..1 and an English explanation with the numbers.</summary>
public sealed record RiskComponent(string Name, double Weight, double Value, string Why);

/// <summary>How far the behaviour is from the usual, 0..1: the weighted sum of the components.</summary>
public sealed record Risk(double Score, RiskLevel Level, IReadOnlyList<RiskComponent> Components);
