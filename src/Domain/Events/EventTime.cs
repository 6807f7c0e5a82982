using System.Text.Json;

namespace Proctoring.Domain.Events;

/// <summary>Reads ISO 8601 times that say where on Earth they hold: one without Z or an offset would mean the server's own zone.</summary>
internal static class EventTime
{
    internal const string Fault = "must be an ISO 8601 time with Z or an offset, in the years 2000 to 2999";

    private static readonly long Earliest = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long Latest = new DateTime(3000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    internal static bool TryRead(ref Utf8JsonReader reader, out long utcTicks)
    {
        utcTicks = 0;
        // Some serialisers escape the plus sign of an offset.
        var text = JsonText.Of(ref reader);
        var time = text.IndexOf((byte)'T');
        if (time < 0 || (text[^1] != 'Z' && text[time..].IndexOfAny((byte)'+', (byte)'-') < 0))
            return false;
        if (!reader.TryGetDateTimeOffset(out var at))
            return false;
        utcTicks = at.UtcTicks;
        return utcTicks >= Earliest && utcTicks < Latest;
    }
}
