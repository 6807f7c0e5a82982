using Microsoft.Win32.SafeHandles;

namespace Proctoring.Local.Tests;

/// <summary>A disk that can be full, fail to flush, or stop in the middle of a flush.</summary>
sealed class TroubledDisk : Disk
{
    TaskCompletionSource _flushing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    ManualResetEventSlim? _held;

    /// <summary>Of each write, half is written before it fails.</summary>
    public volatile bool IsFull;

    public volatile bool FailsToFlush;

    /// <summary>Completes when a flush has begun that <see cref="HoldFlushes"/> stops.</summary>
    public Task Flushing => _flushing.Task;

    public void HoldFlushes() => (_flushing, _held) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new());

    public void LetFlushesGo()
    {
        var held = _held!;
        _held = null;
        held.Set();
    }

    public override void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        if (!IsFull)
        {
            base.Write(file, buffers, offset);
            return;
        }
        var half = buffers.SelectMany(buffer => buffer.ToArray()).Take(buffers.Sum(buffer => buffer.Length) / 2).ToArray();
        base.Write(file, [half], offset);
        throw new IOException("No space left on device");
    }

    public override void Flush(SafeFileHandle file)
    {
        if (_held is { } held)
        {
            _flushing.TrySetResult();
            held.Wait();
        }
        if (FailsToFlush) throw new IOException("Input/output error");
        base.Flush(file);
    }
}
