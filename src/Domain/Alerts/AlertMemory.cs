using Proctoring.Domain.Events;

namespace Proctoring.Domain.Alerts;

/// <summary>What the alert rules remember of a session, so that a line crossed gives one alert, not one an event.</summary>
public sealed record AlertMemory
{
    /// <summary>Alerts that one session can raise; later events are scored, but nobody is called any more.</summary>
    public const int MaxAlerts = 1_000;

    public static AlertMemory Empty { get; } = new();

    /// <summary>Alerts raised so far; the last one's number.</summary>
    public int Total { get; init; }

    /// <summary>Alerts that nobody has resolved.</summary>
    public int Open { get; init; }

    /// <summary>Whether the line of medium risk was crossed and not yet armed again.</summary>
    internal bool MediumRisk { get; init; }
    internal bool HighRisk { get; init; }

    /// <summary>How many of the policy's integrity lines were passed; integrity never rises again.</summary>
    internal int IntegrityLines { get; init; }

    /// <summary>By type index: the latest time (UTC ticks) at which the type occurred; 0 when it never did.</summary>
    internal long[] LatestByIndex { get; init; } = new long[EventType.All.Count];
}
