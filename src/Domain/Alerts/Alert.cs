using System.Text.Json.Serialization;
using Proctoring.Domain.Events;

namespace Proctoring.Domain.Alerts;

[JsonConverter(typeof(CamelCaseEnum<AlertStatus>))]
public enum AlertStatus { Open, Resolved }

/// <summary>Something a proctor should look at now.</summary>
/// <param name="Type">An event type's name, or one of <see cref="AlertTypes"/>.</param>
/// <param name="Risk">The session's risk score at that moment.</param>
/// <param name="At">When the event that raised it occurred; of one dated before the session's start, when it was received.</param>
/// <param name="Events">The events that raised it; of a summary the latest.</param>
/// <param name="Count">Of a summary: how many alerts of its type it stands for; it grows. Null for an alert of its own.</param>
public sealed record Alert(
    AlertId Id,
    SessionId SessionId,
    string Type,
    Severity Severity,
    string Message,
    double Risk,
    DateTimeOffset At,
    IReadOnlyList<EventId> Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Count = null,
    AlertStatus Status = AlertStatus.Open,
    UserId? ResolvedBy = null,
    DateTimeOffset? ResolvedAt = null,
    string? Note = null);

/// <summary>Alert types beside the event types.</summary>
public static class AlertTypes
{
    public const string RiskMedium = "RISK_MEDIUM";
    public const string RiskHigh = "RISK_HIGH";
    public const string Integrity = "INTEGRITY";

    /// <summary>The session has sent more events than are kept.</summary>
    public const string EventLimit = "EVENT_LIMIT";
}
