using Proctoring.Domain.Events;

namespace Proctoring.Functions.Events;

/// <summary>The accepted events of a request as one JSON array: a slice of the request's body if it can be.</summary>
readonly struct MessageBody : IDisposable
{
    readonly PooledBuffer? _copy;

    MessageBody(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    MessageBody(PooledBuffer copy) => (_copy, Bytes) = (copy, copy.WrittenMemory);

    public ReadOnlyMemory<byte> Bytes { get; }

    public static MessageBody Of(CheckedBatch batch, ReadOnlyMemory<byte> body)
    {
        var events = batch.Accepted;
        if (batch.Refused.Count == 0 && TryFindArray(body.Span, events, out var array)) return new(body[array]);

        var copy = new PooledBuffer(body.Length + events.Count + 2);
        for (var i = 0; i < events.Count; i++)
        {
            copy.Write(i == 0 ? "["u8 : ","u8);
            copy.Write(body.Span.Slice(events[i].Start, events[i].Length));
        }

        copy.Write("]"u8);
        return new(copy);
    }

    /// <inheritdoc cref="PooledBuffer.Abandon"/>
    public void Abandon() => _copy?.Abandon();

    public void Dispose() => _copy?.Dispose();

    /// <summary>When every event is accepted, all that can stand between them and the brackets is white space.</summary>
    static bool TryFindArray(ReadOnlySpan<byte> body, IReadOnlyList<CheckedEvent> events, out Range array)
    {
        var start = events[0].Start - 1;
        while (start >= 0 && IsSpace(body[start])) start--;
        var end = events[^1].Start + events[^1].Length;
        while (end < body.Length && IsSpace(body[end])) end++;
        array = Math.Max(start, 0)..Math.Min(end + 1, body.Length);
        return start >= 0 && body[start] == '[' && end < body.Length && body[end] == ']';
    }

    static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
