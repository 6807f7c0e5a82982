namespace Proctoring.Domain.Events;

/// <summary>Reads proctoring events from UTF-8 JSON in one pass. Never throws on bad input: it names the field and the reason.</summary>
public static class EventReader
{
    /// <summary>
    /// Reads a request's body: one event, or <c>{"events": [1..100]}</c>. The events refer to <paramref name="body"/>, which
    /// must not change afterwards.
    /// </summary>
    /// <param name="now">The server's time: an event more than <see cref="EventLimits.MaxAhead"/> ahead of it is refused.</param>
    public static EventBatch ReadBatch(ReadOnlyMemory<byte> body, DateTimeOffset now) =>
        Materialised(body, stored: false, Latest(now));

    /// <summary>As <see cref="ReadBatch"/>, but only finds where the acceptable events lie: the ingest's hot path.</summary>
    /// <param name="onlyGrave">Whether events of other types are refused (<see cref="EventType.IsGrave"/>).</param>
    public static CheckedBatch Check(ReadOnlySpan<byte> body, DateTimeOffset now, bool onlyGrave = false)
    {
        var accepted = new List<CheckedEvent>();
        var parser = new EventParser(body, default, Latest(now), accepted, events: null, onlyGrave);
        return parser.Parse(stored: false)
            ? new(null, accepted, parser.Refused, parser.IsList, parser.NotGrave)
            : new(parser.Fault, [], [], parser.IsList, NotGrave: 0);
    }

    /// <summary>Reads what the stream carries: a JSON array of events, however many. Whether they are ahead of the clock was checked when they came in.</summary>
    public static EventBatch ReadArray(ReadOnlyMemory<byte> array) => Materialised(array, stored: true, long.MaxValue);

    private static EventBatch Materialised(ReadOnlyMemory<byte> body, bool stored, long latestTicks)
    {
        var events = new List<AcceptedEvent>();
        var parser = new EventParser(body.Span, body, latestTicks, places: null, events);
        return parser.Parse(stored)
            ? new(null, events, parser.Refused)
            : new(parser.Fault, [], []);
    }

    private static long Latest(DateTimeOffset now) => now.UtcTicks + EventLimits.MaxAhead.Ticks;
}
