using System.Text.Json.Serialization;
using Proctoring.Domain.Events;

namespace Proctoring.Domain.Alerts;

[JsonConverter(typeof(CamelCaseEnum<AlertStatus>))]
public enum AlertStatus { Open, Resolved }

/// <summary>Something a proctor should look at now.</summary>
/// <param name="Type">An event type's name, or one of <see cref="AlertTypes"/>.</param>
/// <param name="Risk">The session's risk score at that moment.</param>
/// <param name="At">When the event that raised it occurred.</param>
/// <param name="Events">The events that raised it.</param>
public sealed record Alert(
    AlertId Id,
    SessionId SessionId,
    string Type,
    Severity Severity,
    string Message,
    double Risk,
    DateTimeOffset At,
    IReadOnlyList<EventId> Events,
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
}
