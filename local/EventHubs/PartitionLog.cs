using System.Collections.Immutable;

namespace Proctoring.Local.EventHubs;

/// <summary>
/// One partition: an append-only log in segments. Senders queue; one thread writes all that waits, flushes it to the
/// disk once, and only then confirms it and shows it to readers (group commit).
/// </summary>
sealed class PartitionLog : IDisposable
{
    readonly string _folder;
    readonly TimeProvider _clock;
    readonly long _segmentSize;
    readonly Thread _writer;
    readonly Lock _gate = new();
    readonly SemaphoreSlim _work = new(0);
    ImmutableArray<Segment> _segments;
    List<Append> _waiting = [];
    List<TaskCompletionSource> _readers = [];
    Tail _tail;
    bool _stopping;
    Exception? _broken;

    /// <param name="folder">Of this partition alone.</param>
    /// <param name="clock">Gives the times at which messages are enqueued.</param>
    /// <param name="segmentSize">A new file is begun after so many bytes.</param>
    public PartitionLog(string folder, TimeProvider clock, long segmentSize)
    {
        (_folder, _clock, _segmentSize) = (folder, clock, segmentSize);
        Directory.CreateDirectory(folder);
        _segments = [.. Segment.OpenAll(folder)];
        if (_segments.IsEmpty) _segments = [Segment.Create(folder, 0, 0)];
        var last = _segments[^1];
        var (length, next, ticks) = last.CutTornTail();
        _tail = new(last.Offset + length, next, ticks);
        _writer = new Thread(Write) { IsBackground = true, Name = $"event stream {Path.GetFileName(folder)}" };
        _writer.Start();
    }

    /// <summary>The end of what is durable.</summary>
    public Tail End
    {
        get { lock (_gate) return _tail; }
    }

    /// <summary>The oldest message that is still there, or the place of the next one.</summary>
    public Position Beginning => new(_segments[0].Offset, _segments[0].SequenceNumber);

    public ImmutableArray<Segment> Segments => _segments;

    /// <summary>Completes when the messages are durable. They lie together and in order.</summary>
    public Task AppendAsync(Append append)
    {
        lock (_gate)
        {
            if (_broken is not null) throw new IOException("The event stream takes nothing since a flush failed; restart.", _broken);
            ObjectDisposedException.ThrowIf(_stopping, this);
            _waiting.Add(append);
            if (_waiting.Count > 1) return append.Done;
        }
        _work.Release();
        return append.Done;
    }

    /// <summary>Completes when there are messages after <paramref name="offset"/>.</summary>
    public Task WaitAsync(long offset, CancellationToken cancellation)
    {
        TaskCompletionSource reader;
        lock (_gate)
        {
            if (_tail.Offset > offset) return Task.CompletedTask;
            reader = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _readers.Add(reader);
        }
        return reader.Task.WaitAsync(cancellation);
    }

    /// <summary>Removes the oldest segments for as long as <paramref name="mayGo"/> says so of the segment and its end.</summary>
    public void Trim(Func<Segment, long, bool> mayGo)
    {
        while (_segments.Length > 1 && mayGo(_segments[0], _segments[1].Offset))
        {
            var oldest = _segments[0];
            ImmutableInterlocked.Update(ref _segments, segments => segments.RemoveAt(0));
            oldest.Delete();
        }
    }

    void Write()
    {
        List<Append> appends = [];
        while (true)
        {
            _work.Wait();
            lock (_gate)
            {
                if (_waiting.Count == 0 && _stopping) return;
                (appends, _waiting) = (_waiting, appends);
            }
            try
            {
                var end = Commit(appends);
                List<TaskCompletionSource> readers = [];
                lock (_gate)
                {
                    _tail = end;
                    (readers, _readers) = (_readers, readers);
                }
                foreach (var append in appends) append.Confirm();
                foreach (var reader in readers) reader.TrySetResult();
            }
            catch (Exception e)
            {
                // A write that failed (a full disk) is tried anew by the next one. After a failed flush nobody knows
                // what the disk holds; only the check at the next start can tell.
                if (e is FlushFailedException) lock (_gate) _broken = e;
                foreach (var append in appends) append.Fail(e);
            }
            appends.Clear();
        }
    }

    Tail Commit(List<Append> appends)
    {
        var tail = _tail;
        var segment = _segments[^1];
        if (tail.Offset - segment.Offset >= _segmentSize)
        {
            segment = Segment.Create(_folder, tail.Offset, tail.NextSequenceNumber);
            ImmutableInterlocked.Update(ref _segments, segments => segments.Add(segment));
        }
        // Never back, though the system's clock may be set back.
        var ticks = Math.Max(tail.LastTicks, _clock.GetUtcNow().UtcTicks);
        var next = tail.NextSequenceNumber;
        var length = 0L;
        var buffers = new ReadOnlyMemory<byte>[appends.Count];
        for (var i = 0; i < buffers.Length; i++)
        {
            var records = appends[i].Records;
            for (var start = 0; start < records.Length; next++) start += Record.Stamp(records.Span[start..], next, ticks);
            buffers[i] = records;
            length += records.Length;
        }
        RandomAccess.Write(segment.File, buffers, tail.Offset - segment.Offset);
        try
        {
            DurableFile.Flush(segment.File);
        }
        catch (IOException e)
        {
            throw new FlushFailedException(e);
        }
        return new(tail.Offset + length, next, ticks);
    }

    /// <summary>Confirms what waits, then stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping) return;
            _stopping = true;
        }
        _work.Release();
        _writer.Join();
        foreach (var segment in _segments) segment.Dispose();
        _work.Dispose();
    }

    sealed class FlushFailedException(Exception inner) : IOException("The event stream could not be flushed to the disk.", inner);

    /// <param name="Offset">Of the byte after the last message.</param>
    /// <param name="NextSequenceNumber">Of the message to come.</param>
    /// <param name="LastTicks">When the last message was enqueued; 0 if there is none.</param>
    public readonly record struct Tail(long Offset, long NextSequenceNumber, long LastTicks);

    /// <summary>A place between two messages.</summary>
    public readonly record struct Position(long Offset, long SequenceNumber);
}
