using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Proctoring.Local.EventHubs;

/// <summary>One file of a partition's log. Its name says at which offset and sequence number it begins.</summary>
sealed class Segment : IDisposable
{
    const string Extension = ".log";

    readonly string _path;

    Segment(string path, long offset, long sequenceNumber, FileMode mode)
    {
        (_path, Offset, SequenceNumber) = (path, offset, sequenceNumber);
        File = System.IO.File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
    }

    /// <summary>Where in the partition it begins.</summary>
    public long Offset { get; }

    /// <summary>Of its first record.</summary>
    public long SequenceNumber { get; }

    public SafeFileHandle File { get; }

    public DateTime LastWrite => System.IO.File.GetLastWriteTimeUtc(_path);

    public static Segment Create(string folder, long offset, long sequenceNumber)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{offset:D19}-{sequenceNumber:D19}{Extension}");
        var segment = new Segment(Path.Combine(folder, name), offset, sequenceNumber, FileMode.Create);
        DurableFile.FlushFolder(folder);
        return segment;
    }

    public static IEnumerable<Segment> OpenAll(string folder) =>
        from path in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal)
        let name = Path.GetFileNameWithoutExtension(path).Split('-')
        select new Segment(path, long.Parse(name[0], CultureInfo.InvariantCulture), long.Parse(name[1], CultureInfo.InvariantCulture), FileMode.Open);

    /// <summary>
    /// Finds the end of the sound records and cuts off what follows: the rest of a write that a crash interrupted.
    /// Such a write was never confirmed to its sender.
    /// </summary>
    /// <returns>The length that is left, and the sequence number and time of the last record.</returns>
    public (long Length, long NextSequenceNumber, long LastTicks) CutTornTail()
    {
        var length = RandomAccess.GetLength(File);
        long next = SequenceNumber, ticks = 0;
        using var reader = new SegmentReader(this, 0);
        while (reader.TryPeek(length, out var header, out var record) && header.SequenceNumber == next && Record.IsSound(record, header))
        {
            next++;
            ticks = header.EnqueuedTicks;
            reader.Advance(header.Length);
        }
        if (reader.Position < length)
        {
            RandomAccess.SetLength(File, reader.Position);
            DurableFile.Flush(File);
        }
        return (reader.Position, next, ticks);
    }

    public void Delete()
    {
        File.Dispose();
        System.IO.File.Delete(_path);
    }

    public void Dispose() => File.Dispose();
}
