using System.Text.Json.Serialization;

namespace Proctoring.Domain.Events;

/// <summary>How grave an event or an alert is, least first.</summary>
[JsonConverter(typeof(CamelCaseEnum<Severity>))]
public enum Severity { Info, Low, Medium, High, Critical }
