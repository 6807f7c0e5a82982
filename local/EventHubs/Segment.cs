using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Proctoring.Local.EventHubs;

/// <summary>
/// One file of the log. It begins with the sequence number that each partition had come to, so that the files before
/// it can go, and goes on with records.
/// </summary>
sealed class Segment : IDisposable
{
    const string Extension = ".log";

    /// <summary>Zeros ahead of the records.</summary>
    const int Room = 1024 * 1024;
    static readonly byte[] Zeros = new byte[Room];

    readonly string _path;
    readonly Disk _disk;
    long _room;

    Segment(string path, long offset, FileMode mode, Disk disk)
    {
        (_path, Offset, _disk) = (path, offset, disk);
        File = System.IO.File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
    }

    /// <summary>Where in the log the file begins. Its name says so.</summary>
    public long Offset { get; }

    public SafeFileHandle File { get; }

    /// <summary>By partition: the sequence number of its first message in this file or a later one.</summary>
    public long[] SequenceNumbers { get; private set; } = [];

    /// <summary>Of the part before the records.</summary>
    public int HeaderSize => SizeOfHeader(SequenceNumbers.Length);

    public DateTime LastWrite => System.IO.File.GetLastWriteTimeUtc(_path);

    /// <exception cref="IOException">The disk takes no more; nothing is left of the file.</exception>
    public static Segment Create(string folder, long offset, long[] sequenceNumbers, Disk disk)
    {
        var header = new byte[SizeOfHeader(sequenceNumbers.Length)];
        for (var i = 0; i < sequenceNumbers.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(i * sizeof(long)), sequenceNumbers[i]);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(^4..), Record.Checksum(header.AsSpan(..^4)));

        var segment = new Segment(Path.Combine(folder, offset.ToString("D19", CultureInfo.InvariantCulture) + Extension), offset, FileMode.Create, disk)
        {
            SequenceNumbers = sequenceNumbers,
        };
        try
        {
            disk.Write(segment.File, [header], 0);
            disk.Flush(segment.File);
            Disk.FlushFolder(folder);
            return segment;
        }
        catch
        {
            segment.Delete();
            throw;
        }
    }

    /// <summary>The sound files in their order. One whose making was interrupted, hence without messages, is removed.</summary>
    public static IEnumerable<Segment> OpenAll(string folder, int partitions, Disk disk)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            var segment = new Segment(path, long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture), FileMode.Open, disk);
            if (segment.ReadHeader(partitions)) yield return segment;
            else segment.Delete();
        }
    }

    /// <summary>
    /// Before a small write at the end of the records: has the file reach beyond it. A write that makes a file longer costs
    /// a flush half as much again, for the length, and a write to the file system's journal.
    /// </summary>
    public void MakeRoom(long position, long length)
    {
        if (position + length <= _room || length > Room / 8) return;
        try
        {
            _disk.Write(File, [Zeros], position);
            _room = position + Room;
        }
        catch (IOException)
        {
            // On a full disk there may still be room for the records alone.
        }
    }

    /// <summary>
    /// Cuts off what follows the sound records: room for more, or the rest of a write that failed or that a crash interrupted.
    /// Such a write was never confirmed to its sender.
    /// </summary>
    public void CutAt(long length)
    {
        if (RandomAccess.GetLength(File) == length) return;
        RandomAccess.SetLength(File, length);
        _room = 0;
        _disk.Flush(File);
    }

    bool ReadHeader(int partitions)
    {
        var header = new byte[SizeOfHeader(partitions)];
        if (RandomAccess.Read(File, header, 0) < header.Length) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(^4..)) != Record.Checksum(header.AsSpan(..^4))) return false;
        SequenceNumbers = [.. Enumerable.Range(0, partitions).Select(i => BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(i * sizeof(long))))];
        return true;
    }

    static int SizeOfHeader(int partitions) => partitions * sizeof(long) + sizeof(uint);

    public void Delete()
    {
        File.Dispose();
        System.IO.File.Delete(_path);
    }

    public void Dispose() => File.Dispose();
}
