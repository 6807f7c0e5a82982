using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Proctoring.Local.Durable.Engine;

namespace Proctoring.Local.Durable.Journal;

/// <summary>
/// The file that a task hub lives in. One writer takes all records that wait, writes them, flushes once, then applies
/// them to the hub's state in the same order: nothing can be seen that a crash would undo.
/// </summary>
sealed class HubJournal : IAsyncDisposable
{
    const string FileName = "journal";
    const int MostRecordsAFlush = 256;

    readonly string _path;
    readonly TaskHubState _state;
    readonly ILogger _logger;
    readonly long _compactAt;
    readonly Disk _disk;
    readonly Channel<Entry> _waiting = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });
    readonly Task _writing;
    SafeFileHandle _file;
    long _length;
    long _compactedLength;
    bool _isFailing;
    bool _renamed;

    /// <param name="folder">Holds the journal; made if missing.</param>
    /// <param name="state">Rebuilt from the journal before this returns.</param>
    /// <param name="logger">Hears of torn ends.</param>
    /// <param name="compactAt">Bytes from which on the journal is rewritten when it has grown to four times its content.</param>
    /// <param name="disk">Takes what is written.</param>
    public HubJournal(string folder, TaskHubState state, ILogger logger, long compactAt, Disk disk)
    {
        Directory.CreateDirectory(folder);
        (_path, _state, _logger, _compactAt, _disk) = (Path.Combine(folder, FileName), state, logger, compactAt, disk);
        File.Delete(RewrittenPath);
        _file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _length = Recover();
        _writing = Task.Run(WriteAsync);
    }

    string RewrittenPath => _path + ".new";

    /// <summary>Completes when the record is on disk and its effect in the state.</summary>
    /// <exception cref="IOException">The disk takes no more: the record has no effect. The next one is tried anew.</exception>
    public Task AppendAsync(JournalRecord journaled)
    {
        var entry = new Entry(journaled, JournalFormat.Frame(journaled));
        if (!_waiting.Writer.TryWrite(entry)) throw new ObjectDisposedException(nameof(HubJournal));
        return entry.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        _file.Dispose();
    }

    long Recover()
    {
        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        var whole = JournalFormat.Read(stream, _state.Apply);
        if (whole < stream.Length)
        {
            _logger.LogTornJournal(_path, stream.Length - whole, whole);
            RandomAccess.SetLength(_file, whole);
        }
        _compactedLength = whole / 4;
        return whole;
    }

    async Task WriteAsync()
    {
        var batch = new List<Entry>();
        try
        {
            while (await _waiting.Reader.WaitToReadAsync())
            {
                while (batch.Count < MostRecordsAFlush && _waiting.Reader.TryRead(out var entry)) batch.Add(entry);
                if (TryWrite(batch))
                {
                    foreach (var entry in batch) _state.Apply(entry.Record);
                    foreach (var entry in batch) entry.Done.SetResult();
                    if (_length >= _compactAt && _length >= 4 * _compactedLength) TryCompact();
                }
                batch.Clear();
            }
        }
        catch (Exception e)
        {
            // A state that is not what the journal says must not be seen.
            _logger.LogJournalBroken(_path, e);
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out var entry)) batch.Add(entry);
            Refuse(batch, e);
        }
    }

    bool TryWrite(List<Entry> batch)
    {
        try
        {
            // What a write that failed has left must not stand behind what follows. All before it was flushed.
            if (_isFailing) RandomAccess.SetLength(_file, _length);
            _disk.Write(_file, batch.ConvertAll(entry => (ReadOnlyMemory<byte>)entry.Frame), _length);
            _disk.Flush(_file);
            // Without this, a power cut could bring back the journal of before, without what follows.
            if (_renamed) Disk.FlushFolder(Path.GetDirectoryName(_path)!);
            _renamed = false;
        }
        catch (IOException e)
        {
            if (!_isFailing) _logger.LogJournalFails(_path, e);
            _isFailing = true;
            Refuse(batch, e);
            return false;
        }
        if (_isFailing) _logger.LogJournalWritten(_path);
        _isFailing = false;
        _length += batch.Sum(entry => (long)entry.Frame.Length);
        return true;
    }

    void Refuse(List<Entry> batch, Exception e)
    {
        var failure = new IOException($"The journal {_path} cannot be written.", e);
        foreach (var entry in batch) entry.Done.TrySetException(failure);
    }

    /// <summary>Replaces the journal by one that holds each instance once. Where that fails, the journal stays as it is.</summary>
    void TryCompact()
    {
        SafeFileHandle? rewritten = null;
        try
        {
            rewritten = File.OpenHandle(RewrittenPath, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
            var length = 0L;
            foreach (var frames in _state.Snapshot().Select(JournalFormat.Frame).Chunk(MostRecordsAFlush))
            {
                _disk.Write(rewritten, Array.ConvertAll(frames, frame => (ReadOnlyMemory<byte>)frame), length);
                length += frames.Sum(frame => (long)frame.Length);
            }
            _disk.Flush(rewritten);
            File.Move(RewrittenPath, _path, overwrite: true);
            _renamed = true;
            _file.Dispose();
            (_file, _length, _compactedLength) = (rewritten, length, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not at once again.
            _compactedLength = _length / 2;
            _logger.LogNotCompacted(_path, e);
            rewritten?.Dispose();
            if (File.Exists(RewrittenPath)) File.Delete(RewrittenPath);
        }
    }

    sealed record Entry(JournalRecord Record, byte[] Frame)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
