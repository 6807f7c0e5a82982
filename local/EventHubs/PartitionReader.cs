using Azure.Messaging.EventHubs;

namespace Proctoring.Local.EventHubs;

/// <summary>Reads one partition for one consumer, from a place onwards.</summary>
sealed class PartitionReader : IDisposable
{
    /// <summary>A batch holds no more than this (but at least one message), so that a backlog cannot fill the memory.</summary>
    const int MaxBatchBytes = 4 * 1024 * 1024;

    readonly PartitionLog _log;
    SegmentReader _segment;

    /// <param name="log">The partition.</param>
    /// <param name="from">A place that was returned earlier; null, or one that is no longer there, for the beginning.</param>
    public PartitionReader(PartitionLog log, PartitionLog.Position? from)
    {
        _log = log;
        var position = from is { } place && IsThere(place) ? place : log.Beginning;
        Next = position;
        _segment = Open(position.Offset);
    }

    /// <summary>The place after the last message that was read.</summary>
    public PartitionLog.Position Next { get; private set; }

    /// <summary>Waits for messages and reads those that are there, up to <paramref name="most"/>. Does not wait for more.</summary>
    public async ValueTask<EventData[]> ReadAsync(int most, CancellationToken cancellation)
    {
        await _log.WaitAsync(Next.Offset, cancellation);
        return Read(most);
    }

    EventData[] Read(int most)
    {
        var end = _log.End.Offset;
        var limit = Limit(end);
        var batch = new List<EventData>();
        var bytes = 0L;
        while (batch.Count < most && Next.Offset < end)
        {
            if (!_segment.TryPeek(limit, out var header, out var record))
            {
                if (Following() is not { } following) throw Unreadable();
                _segment.Dispose();
                _segment = new SegmentReader(following, 0);
                limit = Limit(end);
                continue;
            }
            if (batch.Count > 0 && bytes + header.Length > MaxBatchBytes) break;
            if (header.SequenceNumber != Next.SequenceNumber) throw Unreadable();
            batch.Add(Record.Read(record, header, Next.Offset));
            bytes += header.Length;
            _segment.Advance(header.Length);
            Next = new(Next.Offset + header.Length, header.SequenceNumber + 1);
        }
        return [.. batch];
    }

    long Limit(long end) => (Following() is { } following ? Math.Min(end, following.Offset) : end) - _segment.Segment.Offset;

    Segment? Following() => _log.Segments.FirstOrDefault(segment => segment.Offset > _segment.Segment.Offset);

    bool IsThere(PartitionLog.Position place)
    {
        var end = _log.End;
        return place == new PartitionLog.Position(end.Offset, end.NextSequenceNumber)
            || place.Offset >= _log.Beginning.Offset && place.Offset < end.Offset && StartsAt(place);
    }

    // Guards against a checkpoint that outlived its log.
    bool StartsAt(PartitionLog.Position place)
    {
        using var reader = Open(place.Offset);
        return reader.TryPeek(_log.End.Offset - reader.Segment.Offset, out var header, out _) && header.SequenceNumber == place.SequenceNumber;
    }

    SegmentReader Open(long offset)
    {
        var segment = _log.Segments.Last(segment => segment.Offset <= offset);
        return new(segment, offset - segment.Offset);
    }

    InvalidDataException Unreadable() => new($"The event stream is damaged at offset {Next.Offset}.");

    public void Dispose() => _segment.Dispose();
}
