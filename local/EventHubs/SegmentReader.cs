using System.Buffers;

namespace Proctoring.Local.EventHubs;

/// <summary>Reads a segment's records one after the other through a buffer of its own, which also bounds the memory of reading ahead.</summary>
sealed class SegmentReader(Segment segment, long position) : IDisposable
{
    const int ReadAhead = 256 * 1024;

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadAhead);
    int _start;
    int _end;

    public Segment Segment => segment;

    /// <summary>In the segment's file.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The record at <see cref="Position"/>, if all of it lies below <paramref name="limit"/> in the file.</summary>
    public bool TryPeek(long limit, out Record.Header header, out ReadOnlySpan<byte> record)
    {
        record = default;
        header = default;
        if (!Ensure(Record.HeaderSize, limit) || !Record.TryReadHeader(_buffer.AsSpan(_start, _end - _start), out header)) return false;
        if (!Ensure(header.Length, limit)) return false;
        record = _buffer.AsSpan(_start, header.Length);
        return true;
    }

    public void Advance(int length)
    {
        _start += length;
        Position += length;
    }

    bool Ensure(int length, long limit)
    {
        if (_end - _start >= length) return true;
        if (Position + length > limit) return false;

        var kept = _end - _start;
        if (length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(length);
            _buffer.AsSpan(_start, kept).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        }
        (_start, _end) = (0, kept);
        // Nothing beyond the limit, which is still being written.
        var wanted = (int)Math.Min(_buffer.Length - _end, limit - Position - kept);
        while (_end - _start < length)
        {
            var read = RandomAccess.Read(segment.File, _buffer.AsSpan(_end, wanted), Position + _end);
            if (read == 0) return false;
            _end += read;
            wanted -= read;
        }
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
