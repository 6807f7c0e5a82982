namespace Proctoring.Domain.Events;

/// <summary>Reads proctoring events from UTF-8 JSON in one pass. Never throws on bad input: it names the field and the reason.</summary>
public static class EventReader
{
    /// <summary>Reads a request's body: one event, or <c>{"events": [1..100]}</c>. The events refer to <paramref name="body"/>: it must not change afterwards.</summary>
    public static EventBatch ReadBatch(ReadOnlyMemory<byte> body, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>As <see cref="ReadBatch"/>, but only finds where the acceptable events lie: the ingest's hot path.</summary>
    public static CheckedBatch Check(ReadOnlySpan<byte> body, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>Reads what the stream carries: a JSON array of events, however many. Times ahead of a clock are not checked again.</summary>
    public static EventBatch ReadArray(ReadOnlyMemory<byte> array) => throw new NotImplementedException();
}
