using System.Globalization;
using Proctoring.Domain.Events;

namespace Proctoring.Domain.Alerts;

/// <summary>What the alert rules remember of a session, so that a line crossed gives one alert, not one an event.</summary>
public sealed record AlertMemory
{
    /// <summary>
    /// Alerts of their own that one session can raise; whatever comes then is told by one more alert a type, which grows.
    /// </summary>
    public const int MaxAlerts = 1_000;

    /// <summary>Those among them that alerts below high severity can use up: the rest is kept for the grave ones.</summary>
    public const int MaxOrdinary = 700;

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

    /// <summary>By type index: the time (UTC ticks) at which the type's last event occurred; 0 when it never did.</summary>
    internal long[] LatestByIndex { get; init; } = new long[EventType.All.Count];

    /// <summary>By type index: when that event was received.</summary>
    internal long[] HeardByIndex { get; init; } = new long[EventType.All.Count];

    /// <summary>By alert type.</summary>
    internal IReadOnlyDictionary<string, AlertHour> Hours { get; init; } = new Dictionary<string, AlertHour>();

    internal static AlertId IdOf(SessionId session, int number) =>
        AlertId.Parse(string.Create(CultureInfo.InvariantCulture, $"{session}-{number:D4}"));

    /// <summary>After an alert was resolved: a summary that somebody has seen to grows no more, the next one is another.</summary>
    internal AlertMemory Resolved(Alert alert)
    {
        var open = Math.Max(0, Open - 1);
        return Hours.TryGetValue(alert.Type, out var hour) && hour.Summary > 0 && IdOf(alert.SessionId, hour.Summary) == alert.Id
            ? this with { Open = open, Hours = new Dictionary<string, AlertHour>(Hours) { [alert.Type] = hour with { Summary = 0, Folded = 0 } } }
            : this with { Open = open };
    }
}
