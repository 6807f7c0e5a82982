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
    readonly Channel<Entry> _waiting = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });
    readonly Task _writing;
    SafeFileHandle _file;
    long _length;
    long _compactedLength;

    /// <param name="folder">Holds the journal; made if missing.</param>
    /// <param name="state">Rebuilt from the journal before this returns.</param>
    /// <param name="logger">Hears of torn ends.</param>
    /// <param name="compactAt">Bytes from which on the journal is rewritten when it has grown to four times its content.</param>
    public HubJournal(string folder, TaskHubState state, ILogger logger, long compactAt)
    {
        Directory.CreateDirectory(folder);
        (_path, _state, _logger, _compactAt) = (Path.Combine(folder, FileName), state, logger, compactAt);
        File.Delete(RewrittenPath);
        _file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _length = Recover();
        _writing = Task.Run(WriteAsync);
    }

    string RewrittenPath => _path + ".new";

    /// <summary>Completes when the record is on disk and its effect in the state.</summary>
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
                Write(batch);
                foreach (var entry in batch) _state.Apply(entry.Record);
                foreach (var entry in batch) entry.Done.SetResult();
                batch.Clear();
                if (_length >= _compactAt && _length >= 4 * _compactedLength) Compact();
            }
        }
        catch (Exception e)
        {
            // A hub that cannot write must not acknowledge anything any more.
            _logger.LogJournalBroken(_path, e);
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out var entry)) batch.Add(entry);
            var broken = new IOException($"The journal {_path} cannot be written.", e);
            foreach (var entry in batch) entry.Done.TrySetException(broken);
        }
    }

    void Write(List<Entry> batch)
    {
        RandomAccess.Write(_file, batch.ConvertAll(entry => (ReadOnlyMemory<byte>)entry.Frame), _length);
        _length += batch.Sum(entry => (long)entry.Frame.Length);
        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>Replaces the journal by one that holds each instance once.</summary>
    void Compact()
    {
        var length = 0L;
        using (var stream = new FileStream(RewrittenPath, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            foreach (var snapshot in _state.Snapshot()) stream.Write(JournalFormat.Frame(snapshot));
            stream.Flush(flushToDisk: true);
            length = stream.Length;
        }
        var rewritten = File.OpenHandle(RewrittenPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        File.Move(RewrittenPath, _path, overwrite: true);
        _file.Dispose();
        (_file, _length, _compactedLength) = (rewritten, length, length);
    }

    sealed record Entry(JournalRecord Record, byte[] Frame)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
