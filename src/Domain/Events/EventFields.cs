using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Proctoring.Domain.Events;

/// <summary>The properties of one event while it is being read; of two of the same name the last counts.</summary>
internal ref struct EventFields(bool materialise)
{
    private const string Required = "is required";
    private const string NotText = "must be a string";

    private readonly bool _materialise = materialise;
    private string? _idFault = Required;
    private string? _typeFault = Required;
    private string? _occurredFault = Required;
    private string? _seqFault;
    private string? _confidenceFault;
    private string? _durationFault;
    private string? _labelFault;
    private EventType? _type;
    private long _occurredTicks;
    private int _seq;
    private double _confidence = double.NaN;
    private long _durationMs = -1;
    private string? _label;
    private string? _escapedId;
    private EventData _data;
    private Property _largest;
    private Property _tooDeep;

    internal int IdStart { get; private set; }
    internal int IdLength { get; private set; }

    /// <summary>Of an acceptable event.</summary>
    internal readonly bool IsGrave => _type!.IsGrave;

    internal void ReadProperty(ref Utf8JsonReader reader)
    {
        var name = JsonText.Of(ref reader);
        var property = new Property((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var depth = reader.CurrentDepth;
        var which = name switch
        {
            [(byte)'i', (byte)'d'] => Field.Id,
            [(byte)'s', (byte)'e', (byte)'q'] => Field.Seq,
            [(byte)'t', ..] when name.SequenceEqual("type"u8) => Field.Type,
            [(byte)'d', (byte)'a', ..] when name.SequenceEqual("data"u8) => Field.Data,
            [(byte)'d', ..] when name.SequenceEqual("durationMs"u8) => Field.Duration,
            [(byte)'o', ..] when name.SequenceEqual("occurredAt"u8) => Field.OccurredAt,
            [(byte)'c', ..] when name.SequenceEqual("confidence"u8) => Field.Confidence,
            [(byte)'l', ..] when name.SequenceEqual("label"u8) => Field.Label,
            _ => Field.Other,
        };
        reader.Read();
        switch (which)
        {
            case Field.Id: ReadId(ref reader); break;
            case Field.Type: ReadType(ref reader); break;
            case Field.OccurredAt: ReadOccurredAt(ref reader); break;
            case Field.Seq: ReadSeq(ref reader); break;
            case Field.Confidence: ReadConfidence(ref reader); break;
            case Field.Duration: ReadDuration(ref reader); break;
            case Field.Label: ReadLabel(ref reader); break;
            case Field.Data: _data.Read(ref reader, _materialise); break;
            default: break;
        }

        // A value of the wrong kind, or of a property that nobody asked for, may be a whole tree.
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && !Skip(ref reader, depth))
            _tooDeep = property;
        property.Size = (int)reader.BytesConsumed - property.Start;
        if (property.Size > _largest.Size)
            _largest = property;
    }

    /// <summary>What the event has too much of as a whole: a field is named where one is to blame. Null when it is acceptable.</summary>
    internal readonly (string? Field, string Reason)? FindExcess(ReadOnlySpan<byte> body, int length)
    {
        if (length > EventLimits.MaxEventBytes)
            return (_largest.NameIn(body), $"makes the event larger than {EventLimits.MaxEventBytes} bytes");
        return _tooDeep.Start > 0 ? (_tooDeep.NameIn(body), $"makes the event nested more than {EventLimits.MaxEventDepth} deep") : null;
    }

    /// <summary>The first field at fault, in the order of the contract; null when the event is acceptable.</summary>
    internal readonly (string? Field, string Reason)? FindFault(long latestTicks)
    {
        if (_idFault is not null)
            return ("id", _idFault);
        if (_typeFault is not null)
            return ("type", _typeFault);
        if (_occurredFault is not null)
            return ("occurredAt", _occurredFault);
        if (_occurredTicks > latestTicks)
            return ("occurredAt", "is more than 5 minutes ahead of the server");
        if (_seqFault is not null)
            return ("seq", _seqFault);
        if (_confidenceFault is not null)
            return ("confidence", _confidenceFault);
        if (_durationFault is not null)
            return ("durationMs", _durationFault);
        if (_durationMs < 0 && _type == EventType.FocusLost)
            return ("durationMs", "is required for FOCUS_LOST");
        if (_labelFault is not null)
            return ("label", _labelFault);
        return _data.FindFault(_type!);
    }

    /// <summary>The id if it is valid, for the report of a refusal.</summary>
    internal readonly string? IdOf(ReadOnlySpan<byte> body) =>
        _idFault is null ? _escapedId ?? Encoding.ASCII.GetString(body.Slice(IdStart, IdLength)) : null;

    internal readonly ProctoringEvent ToEvent(ReadOnlyMemory<byte> body) => new()
    {
        Id = EventId.Checked(IdOf(body.Span)!),
        Type = _type!,
        OccurredAt = new DateTimeOffset(_occurredTicks, TimeSpan.Zero),
        Seq = _seq > 0 ? _seq : null,
        Confidence = double.IsNaN(_confidence) ? null : _confidence,
        DurationMs = _durationMs >= 0 ? _durationMs : null,
        Label = _label,
        Data = body.Slice(_data.Start, _data.Length),
        Sample = _data.SampleOf(_type!),
        QuestionId = _type == EventType.AnswerTiming ? _data.QuestionId : null,
    };

    private void ReadId(ref Utf8JsonReader reader)
    {
        _escapedId = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            _idFault = reader.TokenType == JsonTokenType.Null ? Required : NotText;
            return;
        }

        IdStart = (int)reader.TokenStartIndex + 1;
        IdLength = reader.ValueSpan.Length;
        var id = JsonText.Of(ref reader);
        _idFault = IdentifierText.IsValid(id, EventId.MaxLength) ? null : $"must be 1 to {EventId.MaxLength} of A-Z a-z 0-9 . _ -";
        if (_idFault is null && reader.ValueIsEscaped)
            _escapedId = Encoding.ASCII.GetString(id);
    }

    private void ReadType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            _typeFault = reader.TokenType == JsonTokenType.Null ? Required : NotText;
            return;
        }

        var name = JsonText.Of(ref reader);
        _typeFault = EventType.TryParse(name, out _type) ? null : "is not a known event type";
    }

    private void ReadOccurredAt(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            _occurredFault = reader.TokenType == JsonTokenType.Null ? Required : NotText;
            return;
        }

        _occurredFault = EventTime.TryRead(ref reader, out _occurredTicks) ? null : EventTime.Fault;
    }

    private void ReadSeq(ref Utf8JsonReader reader)
    {
        _seq = 0;
        _seqFault = reader.TokenType == JsonTokenType.Null
            || (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out _seq) && _seq > 0)
            ? null
            : "must be a whole number from 1 to 2147483647";
    }

    private void ReadConfidence(ref Utf8JsonReader reader)
    {
        _confidence = double.NaN;
        _confidenceFault = reader.TokenType == JsonTokenType.Null
            || (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out _confidence) && _confidence is >= 0 and <= 1)
            ? null
            : "must be a number from 0 to 1";
    }

    private void ReadDuration(ref Utf8JsonReader reader)
    {
        _durationMs = -1;
        _durationFault = null;
        if (reader.TokenType == JsonTokenType.Null)
            return;
        // Browsers measure in fractions of a millisecond.
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var duration) && duration is >= 0 and <= EventLimits.MaxDurationMs)
            _durationMs = (long)Math.Round(duration);
        else
            _durationFault = string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to {EventLimits.MaxDurationMs}");
    }

    private void ReadLabel(ref Utf8JsonReader reader)
    {
        _label = null;
        _labelFault = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => EventText.Check(ref reader, EventLimits.MaxLabelLength, _materialise, out _label),
            _ => NotText,
        };
    }

    /// <summary>Moves to the end of a value; false when it is nested deeper than an event may be.</summary>
    private static bool Skip(ref Utf8JsonReader reader, int depth)
    {
        var deepest = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth > deepest)
                deepest = reader.CurrentDepth;
        }

        // The event itself is the first level, and a value that stands in it directly the second.
        return deepest - depth + 2 <= EventLimits.MaxEventDepth;
    }

    /// <summary>Where the name of a property lies, without its quotes, and how many bytes it takes with its value.</summary>
    private record struct Property(int Start, int NameLength)
    {
        internal int Size { get; set; }

        /// <summary>The name if it can be repeated in a reply: the sender chose it.</summary>
        internal readonly string? NameIn(ReadOnlySpan<byte> body)
        {
            var name = body.Slice(Start, NameLength);
            return IdentifierText.IsValid(name, EventId.MaxLength) ? Encoding.ASCII.GetString(name) : null;
        }
    }

    private enum Field { Other, Id, Type, OccurredAt, Seq, Confidence, Duration, Label, Data }
}
