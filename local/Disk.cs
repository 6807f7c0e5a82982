using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Proctoring.Local;

/// <summary>How what must not be lost gets to the disk. Tests put another in its place, which fails or takes its time.</summary>
partial class Disk
{
    /// <exception cref="IOException">Nothing, some or all of it was written.</exception>
    public virtual void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset) =>
        RandomAccess.Write(file, buffers, offset);

    /// <summary>Has the file's data, and as much of its metadata as reading it needs, survive a loss of power.</summary>
    /// <exception cref="IOException">Nobody knows what the disk holds of what was written since the last flush.</exception>
    public virtual void Flush(SafeFileHandle file)
    {
        // The runtime offers fsync only, which also writes the times of the last access and change: twice the work.
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }
        while (FlushData(file) != 0)
            if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
                throw new IOException($"Flushing to the disk failed: {new Win32Exception(error).Message}");
    }

    /// <summary>Makes the folder's entries durable: a new file is lost with its entry, a renamed one gets its old name back.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Open(path, ReadOnly);
        if (folder < 0) throw new IOException($"Opening {path} failed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        try
        {
            _ = FlushAll(folder);
        }
        finally
        {
            _ = Close(folder);
        }
    }

    const int Interrupted = 4;
    const int ReadOnly = 0;

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FlushData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushAll(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);
}
