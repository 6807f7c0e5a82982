using System.Text.Json.Serialization;

namespace Proctoring.Domain.Scoring;

/// <summary>How strictly an exam is watched.</summary>
[JsonConverter(typeof(CamelCaseEnum<Sensitivity>))]
public enum Sensitivity { Low, Medium, High }
