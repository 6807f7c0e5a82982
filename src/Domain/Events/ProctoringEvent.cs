namespace Proctoring.Domain.Events;

/// <summary>Something that the capture agent noticed, valid by every rule of <see cref="EventReader"/>.</summary>
public sealed class ProctoringEvent
{
    private readonly EventId _id;

    public required EventId Id
    {
        get => _id;
        init => (_id, IdHash) = (value, Fnv1a(value.Value));
    }

    public required EventType Type { get; init; }

    /// <summary>When it happened by the client's clock, in UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The capture agent's running number in the session, from 1.</summary>
    public int? Seq { get; init; }

    /// <summary>How sure the detector is, 0..1.</summary>
    public double? Confidence { get; init; }

    /// <summary>How long it lasted, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Free text, at most 200 characters.</summary>
    public string? Label { get; init; }

    /// <summary>The <c>data</c> object as sent, UTF-8 JSON of at most 8 KB; empty when there is none. A slice of the body it was read from.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The measured value of a sample type: words a minute, pixels a second or seconds.</summary>
    public double? Sample { get; init; }

    /// <summary>The question that an ANSWER_TIMING is about.</summary>
    public string? QuestionId { get; init; }

    /// <summary>64-bit FNV-1a of the id: how a session remembers it.</summary>
    internal ulong IdHash { get; private init; }

    /// <summary>Words a minute of a TYPING_SAMPLE.</summary>
    public double? Wpm => Type == EventType.TypingSample ? Sample : null;

    /// <summary>Pixels a second of a MOUSE_SAMPLE.</summary>
    public double? PxPerSecond => Type == EventType.MouseSample ? Sample : null;

    /// <summary>Seconds of an ANSWER_TIMING.</summary>
    public double? Seconds => Type == EventType.AnswerTiming ? Sample : null;

    private static ulong Fnv1a(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
