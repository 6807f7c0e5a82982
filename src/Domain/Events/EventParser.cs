using System.Text.Json;
using System.Text.Unicode;

namespace Proctoring.Domain.Events;

/// <summary>One pass over a body. Fills either the list of places or the list of events.</summary>
internal ref struct EventParser
{
    // Each event has its own limit: a deep one is refused by itself, alone or among others. A level takes a byte at least.
    private const int MaxDepth = 1024 * 1024;

    private readonly ReadOnlySpan<byte> _body;
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly long _latestTicks;
    private readonly List<CheckedEvent>? _places;
    private readonly List<AcceptedEvent>? _events;
    private readonly bool _onlyGrave;
    private List<EventRefusal>? _refused;

    internal EventParser(
        ReadOnlySpan<byte> body, ReadOnlyMemory<byte> memory, long latestTicks, List<CheckedEvent>? places, List<AcceptedEvent>? events,
        bool onlyGrave = false)
    {
        _body = body;
        _memory = memory;
        _latestTicks = latestTicks;
        _places = places;
        _events = events;
        _onlyGrave = onlyGrave;
    }

    internal BatchFault? Fault { get; private set; }

    /// <summary>Whether a request's body is a list of events, not one event.</summary>
    internal bool IsList { get; private set; }

    /// <summary>Events that were refused for nothing but that they are not grave.</summary>
    internal int NotGrave { get; private set; }

    internal readonly IReadOnlyList<EventRefusal> Refused => _refused is null ? [] : _refused;

    /// <summary>False when the whole body is at fault.</summary>
    internal bool Parse(bool stored)
    {
        // Skipped strings are not looked at by the JSON reader, yet they are passed on as they are.
        if (!Utf8.IsValid(_body))
            return Fail(BatchFaultKind.Malformed, "body", "is not valid UTF-8");
        try
        {
            var reader = new Utf8JsonReader(_body, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read())
                return Fail(BatchFaultKind.Malformed, "body", "is empty");
            if (!(stored ? ReadStored(ref reader) : ReadRequest(ref reader)))
                return false;
            reader.Read(); // Throws when more follows.
            return true;
        }
        catch (JsonException e)
        {
            return Fail(BatchFaultKind.Malformed, "body", $"is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    private bool ReadStored(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartArray
            ? ReadEvents(ref reader, int.MaxValue)
            : Fail(BatchFaultKind.Malformed, "body", "must be a list of events");

    private bool ReadRequest(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Fail(BatchFaultKind.Malformed, "body", "must be an event or {\"events\": [...]}");

        var fields = new EventFields(materialise: _events is not null);
        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!JsonText.Of(ref reader).SequenceEqual("events"u8))
            {
                fields.ReadProperty(ref reader);
                continue;
            }

            IsList = true;
            Restart(); // The last of two properties of the same name counts.
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
                return Fail(BatchFaultKind.Malformed, "events", "must be a list");
            if (!ReadEvents(ref reader, EventLimits.MaxBatch))
                return false;
        }

        if (!IsList)
            Take(0, "body", start, (int)reader.BytesConsumed, ref fields);
        return true;
    }

    private bool ReadEvents(ref Utf8JsonReader reader, int max)
    {
        var index = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index == max)
                return Fail(BatchFaultKind.TooMany, "events", $"must be at most {max}");
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                var at = (int)reader.TokenStartIndex;
                reader.Skip();
                Refuse(index, null, PlaceOf(index), "must be an object", at, (int)reader.BytesConsumed);
                continue;
            }

            var fields = new EventFields(materialise: _events is not null);
            var start = (int)reader.TokenStartIndex;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                fields.ReadProperty(ref reader);
            Take(index, place: null, start, (int)reader.BytesConsumed, ref fields);
        }

        return index > 0 || Fail(BatchFaultKind.Empty, "events", "must hold at least one event");
    }

    /// <param name="place">The event as a whole, where no field of it is to blame; null in a list, where its index says it.</param>
    private void Take(int index, string? place, int start, int end, ref EventFields fields)
    {
        if ((fields.FindExcess(_body, end - start) ?? fields.FindFault(_latestTicks)) is var (field, reason))
        {
            Refuse(index, fields.IdOf(_body), field ?? place ?? PlaceOf(index), reason, start, end);
        }
        else if (_onlyGrave && !fields.IsGrave)
        {
            NotGrave++;
            Refuse(index, fields.IdOf(_body), "type", "is not taken any more: the session has sent all the events that are kept", start, end);
        }
        else if (_places is not null)
        {
            _places.Add(new(index, start, end - start, fields.IdStart, fields.IdLength));
        }
        else
        {
            _events!.Add(new(index, fields.ToEvent(_memory), start, end - start));
        }
    }

    private void Refuse(int index, string? id, string field, string reason, int start, int end) =>
        (_refused ??= []).Add(new(index, id, field, reason, start, end - start));

    private static string PlaceOf(int index) => $"events[{index}]";

    private void Restart()
    {
        _places?.Clear();
        _events?.Clear();
        _refused?.Clear();
        NotGrave = 0;
    }

    private bool Fail(BatchFaultKind kind, string field, string reason)
    {
        Fault = new(kind, field, reason);
        return false;
    }
}
