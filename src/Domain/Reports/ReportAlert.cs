using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;

namespace Proctoring.Domain.Reports;

/// <summary>An alert and what became of it; without a resolution it is open.</summary>
public sealed record ReportAlert(
    AlertId Id,
    DateTimeOffset At,
    string Type,
    Severity Severity,
    string Message,
    double Risk,
    IReadOnlyList<EventId> Events,
    AlertResolution? Resolution)
{
    internal static ReportAlert From(Alert alert, ReportPeople people) => new(
        alert.Id, alert.At, alert.Type, alert.Severity, alert.Message, alert.Risk, alert.Events,
        alert is { Status: AlertStatus.Resolved, ResolvedAt: { } at }
            ? new(at, alert.ResolvedBy is { } by ? people.NameOf(by) : "System", alert.Note)
            : null);
}

/// <summary>Who dealt with an alert, when, and what they noted.</summary>
public sealed record AlertResolution(DateTimeOffset At, string By, string? Note);
