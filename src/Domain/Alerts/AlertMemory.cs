namespace Proctoring.Domain.Alerts;

/// <summary>What the alert rules remember of a session, so that a line crossed gives one alert, not one an event.</summary>
public sealed class AlertMemory
{
    public static AlertMemory Empty { get; } = new();

    /// <summary>Alerts raised so far.</summary>
    public int Total { get; init; }

    /// <summary>Alerts that nobody has resolved.</summary>
    public int Open { get; init; }
}
