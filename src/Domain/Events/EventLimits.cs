namespace Proctoring.Domain.Events;

/// <summary>The limits of what a client may send.</summary>
public static class EventLimits
{
    /// <summary>Events in one request.</summary>
    public const int MaxBatch = 100;

    /// <summary>Bytes of one event as JSON, with fields that nobody knows: twice what all known fields at their limits take.</summary>
    public const int MaxEventBytes = 16 * 1024;

    /// <summary>Levels of nesting of one event, itself included: the same whether it comes alone or in a list.</summary>
    public const int MaxEventDepth = 32;
    public const int MaxLabelLength = 200;
    public const int MaxDataBytes = 8 * 1024;
    public const int MaxDataDepth = 16;

    /// <summary>Most that a duration can be: a week.</summary>
    public const double MaxDurationMs = 7 * 24 * 3_600_000.0;

    /// <summary>Most that a typing, mouse or answer sample can be, so that no sum runs over.</summary>
    public const double MaxSample = 1_000_000;

    /// <summary>How far ahead of the server an event's time may be.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>An event received longer than this after it occurred is marked late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);
}
