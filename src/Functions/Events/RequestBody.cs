using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Events;

/// <summary>
/// The whole body of a request without an allocation of its size: the server's own buffer when the body lies in one
/// piece there, as most single events do, else a pooled one. Valid until disposed.
/// </summary>
readonly struct RequestBody : IDisposable
{
    readonly PipeReader? _reader;
    readonly SequencePosition _end;
    readonly byte[]? _rented;

    RequestBody(PipeReader reader, ReadOnlySequence<byte> buffer) =>
        (_reader, _end, Bytes) = (reader, buffer.End, buffer.First);

    RequestBody(byte[] rented, int length) => (_rented, Bytes) = (rented, rented.AsMemory(0, length));

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>413 when the body is longer than <paramref name="limit"/> bytes, as soon as that is known.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit) throw TooLarge(limit);
        var reader = request.BodyReader;
        var read = await ReadAsync(reader, cancellation);
        if (read.IsCompleted && read.Buffer.IsSingleSegment && read.Buffer.Length <= limit)
            return new(reader, read.Buffer);

        var rented = ArrayPool<byte>.Shared.Rent((int?)request.ContentLength ?? (int)Math.Min(limit, read.Buffer.Length * 2));
        var length = 0;
        try
        {
            while (true)
            {
                var sum = length + read.Buffer.Length;
                if (sum <= limit)
                {
                    if (sum > rented.Length) rented = Grow(rented, length, (int)sum);
                    read.Buffer.CopyTo(rented.AsSpan(length));
                    length = (int)sum;
                }

                reader.AdvanceTo(read.Buffer.End);
                if (sum > limit) throw TooLarge(limit);
                if (read.IsCompleted) return new(rented, length);
                read = await ReadAsync(reader, cancellation);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    public void Dispose()
    {
        _reader?.AdvanceTo(_end);
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
    }

    static ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellation)
    {
        var reading = reader.ReadAsync(cancellation);
        return reading.IsCompletedSuccessfully ? reading : JsonBody.ReadingAsync(reading);
    }

    static byte[] Grow(byte[] buffer, int used, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, buffer.Length * 2));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    static ProblemException TooLarge(int limit) =>
        Problem.TooLarge($"The request body is larger than {limit / 1_000_000} MB.");
}
