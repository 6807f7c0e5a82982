using System.Collections.Immutable;
using Proctoring.Local.Host;

namespace Proctoring.Local.EventHubs;

/// <summary>
/// A hub's append-only log, in segments, of all its partitions: flushing to the disk is what costs, and so one flush
/// serves them all. Senders queue; one thread writes all that waits, flushes once, and only then confirms it to the
/// senders and shows it to readers (group commit).
/// </summary>
sealed class StreamLog : IDisposable
{
    const int Wave = 4;
    static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(1);

    readonly string _folder;
    readonly TimeProvider _clock;
    readonly long _segmentSize;
    readonly Disk _disk;
    readonly Partition[] _partitions;
    readonly Thread _writer;
    // Not a Lock, since the writer waits on it; and unlike a semaphore's, that wait does not spin.
    readonly object _gate = new();
    ImmutableArray<Segment> _segments;
    List<Append> _waiting = [];
    int _wanted;
    bool _stopping;

    // The writer's own: the end of what is durable, and whether a write that failed has left something behind it.
    long _end;
    bool _hasRest;
    long _lastTicks;

    /// <param name="folder">Of this log alone.</param>
    /// <param name="partitions">The same number as ever.</param>
    /// <param name="clock">Gives the times at which messages are enqueued.</param>
    /// <param name="segmentSize">A new file is begun after so many bytes.</param>
    /// <param name="disk">Takes what is written.</param>
    public StreamLog(string folder, int partitions, TimeProvider clock, long segmentSize, Disk disk)
    {
        (_folder, _clock, _segmentSize, _disk) = (folder, clock, segmentSize, disk);
        _partitions = [.. Enumerable.Range(0, partitions).Select(id => new Partition(id))];
        Directory.CreateDirectory(folder);
        _segments = [.. Segment.OpenAll(folder, partitions, disk)];
        if (_segments.IsEmpty) _segments = [Segment.Create(folder, 0, new long[partitions], disk)];
        Recover();
        _writer = new Thread(Write) { IsBackground = true, Name = "event stream" };
        _writer.Start();
    }

    public IReadOnlyList<Partition> Partitions => _partitions;

    /// <summary>Its oldest segment first.</summary>
    public ImmutableArray<Segment> Segments => _segments;

    /// <summary>Completes when the messages are durable. They lie together and in order.</summary>
    /// <exception cref="IOException">The disk takes no more; nothing of them will be read. The next messages are tried anew.</exception>
    public Task AppendAsync(Append append)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _waiting.Add(append);
            if (_waiting.Count == 1 || _waiting.Count == _wanted) Monitor.Pulse(_gate);
        }
        return append.Done;
    }

    /// <summary>The segment that holds this offset.</summary>
    public Segment SegmentOf(long offset)
    {
        var segments = _segments;
        for (var i = segments.Length - 1; i >= 0; i--)
            if (segments[i].Offset <= offset)
                return segments[i];
        throw new InvalidOperationException($"Offset {offset} was removed.");
    }

    /// <summary>Removes the oldest segments for as long as <paramref name="mayGo"/> says so of one and its successor.</summary>
    public void Trim(Func<Segment, Segment, bool> mayGo)
    {
        while (_segments is [var oldest, var next, ..] && mayGo(oldest, next))
        {
            foreach (var partition in _partitions) partition.TrimBefore(next.SequenceNumbers[partition.Id]);
            ImmutableInterlocked.Update(ref _segments, segments => segments.RemoveAt(0));
            oldest.Delete();
        }
    }

    void Recover()
    {
        foreach (var partition in _partitions) partition.BeginAt(_segments[0].SequenceNumbers[partition.Id]);
        for (var i = 0; i < _segments.Length; i++)
        {
            var segment = _segments[i];
            long? end = i + 1 < _segments.Length ? _segments[i + 1].Offset : null;
            using var reader = new SegmentReader(segment);
            // Only the last segment can end in the middle of a write, hence only there every byte is checked.
            while ((end is null || segment.Offset + reader.Position < end)
                && reader.TryPeek(out var header, out var record) && IsNext(header) && (end is not null || Record.IsSound(record, header)))
            {
                _partitions[header.Partition].Add(new(segment.Offset + reader.Position, header.Length), header.EnqueuedTicks);
                _lastTicks = header.EnqueuedTicks;
                reader.Advance(header.Length);
            }
            _end = segment.Offset + reader.Position;
            if (end is null) segment.CutAt(reader.Position);
            else if (_end != end)
                throw new StartupException($"The event stream in {_folder} is damaged at offset {_end}. Move the folder away to start with an empty one.");
        }
    }

    bool IsNext(in Record.Header header) => header.Partition < _partitions.Length
        && header.SequenceNumber == _partitions[header.Partition].State.NextSequenceNumber;

    void Write()
    {
        List<Append> appends = [];
        var wanted = 0;
        while (true)
        {
            lock (_gate)
            {
                while (_waiting.Count == 0)
                {
                    if (_stopping) return;
                    Monitor.Wait(_gate);
                }
                AwaitCompany(wanted);
                (appends, _waiting) = (_waiting, appends);
            }
            try
            {
                Commit(appends);
            }
            catch (Exception e)
            {
                foreach (var append in appends) append.Fail(e);
            }
            lock (_gate) wanted = (appends.Count + _waiting.Count) / 2;
            appends.Clear();
        }
    }

    /// <summary>
    /// Senders who wait for an answer before they send on come in waves. When there were many just now, those who are
    /// about to come back are worth a moment's wait: a flush costs the same for two messages as for thirty.
    /// </summary>
    void AwaitCompany(int wanted)
    {
        if (wanted < Wave || _waiting.Count >= wanted) return;
        _wanted = wanted;
        Monitor.Wait(_gate, LongestWait);
        _wanted = 0;
    }

    void Commit(List<Append> appends)
    {
        var segment = _segments[^1];
        CutRest();
        if (_end - segment.Offset >= _segmentSize)
        {
            segment.CutAt(_end - segment.Offset);
            segment = Segment.Create(_folder, _end, [.. _partitions.Select(partition => partition.State.NextSequenceNumber)], _disk);
            ImmutableInterlocked.Update(ref _segments, segments => segments.Add(segment));
            _end += segment.HeaderSize;
        }
        // Never back, though the system's clock may be set back.
        var ticks = Math.Max(_lastTicks, _clock.GetUtcNow().UtcTicks);
        var next = new long[_partitions.Length];
        for (var i = 0; i < next.Length; i++) next[i] = _partitions[i].State.NextSequenceNumber;
        var buffers = new ReadOnlyMemory<byte>[appends.Count];
        for (var i = 0; i < buffers.Length; i++)
        {
            var records = appends[i].Records;
            var partition = appends[i].Partition;
            for (var start = 0; start < records.Length;)
                start += Record.Stamp(records.Span[start..], partition, next[partition]++, ticks);
            buffers[i] = records;
        }
        _hasRest = true;
        segment.MakeRoom(_end - segment.Offset, buffers.Sum(buffer => (long)buffer.Length));
        _disk.Write(segment.File, buffers, _end - segment.Offset);
        _disk.Flush(segment.File);
        _hasRest = false;
        _lastTicks = ticks;
        Publish(appends, ticks);
    }

    /// <summary>
    /// What a write that failed has left, on the disk or only in the system's memory, was refused to its senders and must not stand behind
    /// what follows. All before it was flushed, so it does not matter what a failed flush has made of the rest.
    /// </summary>
    void CutRest()
    {
        if (!_hasRest) return;
        _segments[^1].CutAt(_end - _segments[^1].Offset);
        _hasRest = false;
    }

    void Publish(List<Append> appends, long ticks)
    {
        foreach (var append in appends)
        {
            var partition = _partitions[append.Partition];
            var records = append.Records.Span;
            while (records.Length > 0)
            {
                var length = Record.LengthOf(records);
                partition.Add(new(_end, length), ticks);
                _end += length;
                records = records[length..];
            }
            append.Confirm();
        }
        foreach (var partition in _partitions) partition.Wake();
    }

    /// <summary>Confirms what waits, then stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping) return;
            _stopping = true;
            Monitor.Pulse(_gate);
        }
        _writer.Join();
        try
        {
            _segments[^1].CutAt(_end - _segments[^1].Offset);
        }
        catch (IOException)
        {
            // The next start cuts it off.
        }
        foreach (var segment in _segments) segment.Dispose();
    }
}
