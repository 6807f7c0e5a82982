using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Proctoring.Local.EventHubs;

/// <summary>
/// How far one consumer group has come in each partition. Each partition has two slots that are written in turn, so
/// that a crash while writing leaves the one before. Not flushed to the disk: to lose a checkpoint is to receive again.
/// </summary>
sealed class CheckpointStore : IDisposable
{
    const int SlotSize = 32;
    const int ChecksumAt = 24;

    readonly SafeFileHandle _file;
    readonly (long Generation, Checkpoint? Checkpoint)[] _last;

    public CheckpointStore(string file, int partitions)
    {
        _file = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _last = [.. Enumerable.Range(0, partitions).Select(Load)];
    }

    /// <summary>Null before the first one.</summary>
    public Checkpoint? this[int partition]
    {
        get { lock (_last) return _last[partition].Checkpoint; }
    }

    public void Save(int partition, Checkpoint checkpoint)
    {
        lock (_last)
        {
            var generation = _last[partition].Generation + 1;
            Span<byte> slot = stackalloc byte[SlotSize];
            BinaryPrimitives.WriteInt64LittleEndian(slot, generation);
            BinaryPrimitives.WriteInt64LittleEndian(slot[8..], checkpoint.NextSequenceNumber);
            BinaryPrimitives.WriteInt64LittleEndian(slot[16..], checkpoint.LastOffset);
            BinaryPrimitives.WriteUInt32LittleEndian(slot[ChecksumAt..], Record.Checksum(slot[..ChecksumAt]));
            RandomAccess.Write(_file, slot, Place(partition, generation));
            _last[partition] = (generation, checkpoint);
        }
    }

    (long, Checkpoint?) Load(int partition)
    {
        (long Generation, Checkpoint? Checkpoint) latest = (0, null);
        Span<byte> slot = stackalloc byte[SlotSize];
        for (var i = 0; i < 2; i++)
        {
            if (RandomAccess.Read(_file, slot, Place(partition, i)) < SlotSize) continue;
            if (BinaryPrimitives.ReadUInt32LittleEndian(slot[ChecksumAt..]) != Record.Checksum(slot[..ChecksumAt])) continue;
            var generation = BinaryPrimitives.ReadInt64LittleEndian(slot);
            if (generation <= latest.Generation) continue;
            latest = (generation, new(BinaryPrimitives.ReadInt64LittleEndian(slot[8..]), BinaryPrimitives.ReadInt64LittleEndian(slot[16..])));
        }
        return latest;
    }

    static long Place(int partition, long generation) => (2 * partition + (generation & 1)) * SlotSize;

    public void Dispose() => _file.Dispose();
}
