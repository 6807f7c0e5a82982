using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Events;

/// <summary>The whole body of a request in a pooled array, which goes back when this is disposed.</summary>
/// <remarks>
/// Copied out of the server's own buffers, though a body in one piece could be used there: the server has those back when the request is over, and a send
/// that was given up may be reading still.
/// </remarks>
sealed class RequestBody : IDisposable
{
    byte[]? _rented;

    RequestBody(byte[] rented, int length) => (_rented, Bytes) = (rented, rented.AsMemory(0, length));

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>413 when the body is longer than <paramref name="limit"/> bytes, as soon as that is known.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit) throw TooLarge(limit);
        var reader = request.BodyReader;
        var read = await ReadAsync(request.HttpContext, reader, cancellation);
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
                read = await ReadAsync(request.HttpContext, reader, cancellation);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    /// <summary>Leaves the array to whoever still reads it, and then to the garbage collector: it never goes back to the pool.</summary>
    public void Abandon() => _rented = null;

    public void Dispose()
    {
        if (_rented is { } rented) ArrayPool<byte>.Shared.Return(rented);
        _rented = null;
    }

    static ValueTask<ReadResult> ReadAsync(HttpContext http, PipeReader reader, CancellationToken cancellation)
    {
        var reading = reader.ReadAsync(cancellation);
        return reading.IsCompletedSuccessfully ? reading : JsonBody.ReadingAsync(http, reading);
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
