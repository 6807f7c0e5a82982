using System.Globalization;
using System.Text.Json;

namespace Proctoring.Domain.Events;

/// <summary>The <c>data</c> object of an event: where it lies, and those of its properties that some type needs.</summary>
internal struct EventData
{
    private const int MaxQuestionIdLength = 200;

    private string? _fault;
    private Number _wpm;
    private Number _pxPerSecond;
    private Number _seconds;
    private bool _hasQuestion;
    private string? _questionFault;

    internal int Start { get; private set; }
    internal int Length { get; private set; }
    internal string? QuestionId { get; private set; }

    internal void Read(ref Utf8JsonReader reader, bool materialise)
    {
        this = default;
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _fault = "must be an object";
            return;
        }

        var start = (int)reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        var deepest = depth + 1;
        var halfPair = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            halfPair |= JsonText.HoldsHalfPair(ref reader);
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth + 1)
            {
                ReadProperty(ref reader, materialise); // Moves on to the value of a property that it knows.
                halfPair |= JsonText.HoldsHalfPair(ref reader);
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                deepest = Math.Max(deepest, reader.CurrentDepth + 1);
        }

        Start = start;
        Length = (int)reader.BytesConsumed - start;
        if (Length > EventLimits.MaxDataBytes)
            _fault = $"must be at most {EventLimits.MaxDataBytes} bytes";
        else if (deepest - depth > EventLimits.MaxDataDepth)
            _fault = $"must be nested at most {EventLimits.MaxDataDepth} deep";
        else if (halfPair)
            _fault = EventText.HalfPair;
    }

    internal readonly (string Field, string Reason)? FindFault(EventType type)
    {
        if (_fault is not null)
            return ("data", _fault);
        if (type.SampleField is not { } field)
            return null;
        if (type == EventType.AnswerTiming)
        {
            if (!_hasQuestion)
                return ("data.questionId", $"is required for {type.Name}");
            if (_questionFault is not null)
                return ("data.questionId", _questionFault);
        }

        var sample = NumberOf(type);
        if (!sample.IsGiven)
            return (field, $"is required for {type.Name}");
        return sample.Value is >= 0 and <= EventLimits.MaxSample
            ? null
            : (field, string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to {EventLimits.MaxSample}"));
    }

    internal readonly double? SampleOf(EventType type) => type.SampleField is null ? null : NumberOf(type).Value;

    private readonly Number NumberOf(EventType type) =>
        type == EventType.TypingSample ? _wpm : type == EventType.MouseSample ? _pxPerSecond : _seconds;

    private void ReadProperty(ref Utf8JsonReader reader, bool materialise)
    {
        if (JsonText.Of(ref reader).SequenceEqual("wpm"u8))
            _wpm = Number.Read(ref reader);
        else if (JsonText.Of(ref reader).SequenceEqual("pxPerSecond"u8))
            _pxPerSecond = Number.Read(ref reader);
        else if (JsonText.Of(ref reader).SequenceEqual("seconds"u8))
            _seconds = Number.Read(ref reader);
        else if (JsonText.Of(ref reader).SequenceEqual("questionId"u8))
            ReadQuestion(ref reader, materialise);
    }

    private void ReadQuestion(ref Utf8JsonReader reader, bool materialise)
    {
        reader.Read();
        _hasQuestion = reader.TokenType != JsonTokenType.Null;
        string? question = null;
        _questionFault = reader.TokenType != JsonTokenType.String ? "must be a string"
            : reader.ValueSpan.IsEmpty ? "must not be empty"
            : EventText.Check(ref reader, MaxQuestionIdLength, materialise, out question);
        QuestionId = question;
    }

    /// <summary>A number that may be missing, or (NaN) something else.</summary>
    private readonly record struct Number(bool IsGiven, double Value)
    {
        internal static Number Read(ref Utf8JsonReader reader)
        {
            reader.Read();
            return reader.TokenType switch
            {
                JsonTokenType.Null => default,
                JsonTokenType.Number when reader.TryGetDouble(out var value) => new(true, value),
                _ => new(true, double.NaN),
            };
        }
    }
}
