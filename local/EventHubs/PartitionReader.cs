using System.Buffers;
using Azure.Messaging.EventHubs;

namespace Proctoring.Local.EventHubs;

/// <summary>Reads one partition for one consumer, from a message onwards. Holds no messages itself: they come from the system's file cache.</summary>
sealed class PartitionReader
{
    /// <summary>A batch holds no more than this (but at least one message), so that a backlog cannot fill the memory.</summary>
    const int MaxBatchBytes = 4 * 1024 * 1024;

    /// <summary>Neighbours in the log are read at once up to so many bytes.</summary>
    const int MaxReadBytes = 256 * 1024;

    readonly StreamLog _log;
    readonly Partition _partition;

    /// <param name="log">The hub's log.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="from">What the consumer has handled; null for nothing.</param>
    public PartitionReader(StreamLog log, int partition, Checkpoint? from)
    {
        (_log, _partition) = (log, log.Partitions[partition]);
        var first = _partition.State.FirstSequenceNumber;
        Handled = from is { } checkpoint && checkpoint.NextSequenceNumber > first && IsOfThisLog(checkpoint) ? checkpoint : new(first, 0);
    }

    /// <summary>The place after the last message that was read.</summary>
    public Checkpoint Handled { get; private set; }

    /// <summary>How many messages could be read at once.</summary>
    public long Waiting => _partition.State.NextSequenceNumber - Handled.NextSequenceNumber;

    /// <summary>Waits for messages and reads those that are there, up to <paramref name="most"/>. Does not wait for more.</summary>
    public async ValueTask<EventData[]> ReadAsync(int most, CancellationToken cancellation)
    {
        while (true)
        {
            await _partition.WaitAsync(Handled.NextSequenceNumber, cancellation);
            // Who waits is also woken for messages that it has read already, when it came between their adding and waking.
            if (Read(most) is { Length: > 0 } messages) return messages;
        }
    }

    EventData[] Read(int most)
    {
        var places = ArrayPool<Partition.Place>.Shared.Rent(most);
        try
        {
            var found = places.AsSpan(0, _partition.Find(Handled.NextSequenceNumber, places.AsSpan(0, most)));
            if (found.IsEmpty) return [];
            found = found[..WithinBatch(found)];
            var messages = new EventData[found.Length];
            for (var i = 0; i < messages.Length;) i += ReadNeighbours(found[i..], messages.AsSpan(i));
            Handled = new(Handled.NextSequenceNumber + messages.Length, found[^1].Offset);
            return messages;
        }
        finally
        {
            ArrayPool<Partition.Place>.Shared.Return(places);
        }
    }

    static int WithinBatch(ReadOnlySpan<Partition.Place> places)
    {
        var bytes = 0L;
        for (var i = 0; i < places.Length; i++)
            if ((bytes += places[i].Length) > MaxBatchBytes)
                return Math.Max(i, 1);
        return places.Length;
    }

    int ReadNeighbours(ReadOnlySpan<Partition.Place> places, Span<EventData> messages)
    {
        var start = places[0].Offset;
        var segment = _log.SegmentOf(start);
        var (count, length) = (1, places[0].Length);
        // A segment's header keeps records of two segments apart.
        while (count < places.Length && places[count].Offset == start + length && length + places[count].Length <= MaxReadBytes)
            length += places[count++].Length;

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var data = buffer.AsSpan(0, length);
            for (var read = 0; read < length;)
                read += RandomAccess.Read(segment.File, data[read..], start - segment.Offset + read) is > 0 and var some
                    ? some
                    : throw Unreadable(start);
            for (var i = 0; i < count; i++)
            {
                if (!Record.TryReadHeader(data, out var header) || header.Partition != _partition.Id) throw Unreadable(places[i].Offset);
                messages[i] = Record.Read(data, header, places[i].Offset);
                data = data[header.Length..];
            }
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Guards against a checkpoint that outlived its log.
    bool IsOfThisLog(Checkpoint checkpoint)
    {
        Span<Partition.Place> last = stackalloc Partition.Place[1];
        return checkpoint.NextSequenceNumber <= _partition.State.NextSequenceNumber
            && _partition.Find(checkpoint.NextSequenceNumber - 1, last) == 1
            && last[0].Offset == checkpoint.LastOffset;
    }

    static InvalidDataException Unreadable(long offset) => new($"The event stream is damaged at offset {offset}.");
}

/// <summary>How far a consumer has come in a partition.</summary>
/// <param name="NextSequenceNumber">Of the first message that it has not handled.</param>
/// <param name="LastOffset">Of the last one that it has.</param>
readonly record struct Checkpoint(long NextSequenceNumber, long LastOffset);
