using System.Buffers;

namespace Proctoring.Local.EventHubs;

/// <summary>Reads a segment's records one after the other.</summary>
sealed class SegmentReader(Segment segment) : IDisposable
{
    const int ReadAhead = 256 * 1024;

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadAhead);
    int _start;
    int _end;

    /// <summary>Where in the segment's file the next record begins.</summary>
    public long Position { get; private set; } = segment.HeaderSize;

    /// <summary>The record at <see cref="Position"/>; false if there is none, or not all of it.</summary>
    public bool TryPeek(out Record.Header header, out ReadOnlySpan<byte> record)
    {
        record = default;
        header = default;
        if (!Ensure(Record.HeaderSize) || !Record.TryReadHeader(_buffer.AsSpan(_start, _end - _start), out header)) return false;
        if (!Ensure(header.Length)) return false;
        record = _buffer.AsSpan(_start, header.Length);
        return true;
    }

    public void Advance(int length)
    {
        _start += length;
        Position += length;
    }

    bool Ensure(int length)
    {
        if (_end - _start >= length) return true;

        var kept = _end - _start;
        var target = length <= _buffer.Length ? _buffer : ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(_start, kept).CopyTo(target);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, kept);
        while (_end < length)
        {
            var read = RandomAccess.Read(segment.File, _buffer.AsSpan(_end), Position + _end);
            if (read == 0) return false;
            _end += read;
        }
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
