using System.Buffers.Binary;
using System.Numerics;

namespace Proctoring.Domain.Sessions;

/// <summary>
/// The last <see cref="Capacity"/> event ids, as hashes. Full chunks are shared between versions and carry an index, so that
/// asking costs the same however many there are, and a new version copies no more than the chunk being filled. Ids are
/// numbered from 0 in the order in which they came.
/// </summary>
internal sealed class IdRing(IdRing.Chunk[] full, ulong[] tail, long count)
{
    internal const int Capacity = SeenEvents.RememberedIds;
    internal const int ChunkSize = 256;
    internal const int MaxFull = Capacity / ChunkSize;

    internal static IdRing Empty { get; } = new([], [], 0);

    internal Chunk[] Full => full;
    internal ReadOnlySpan<ulong> Tail => tail;

    /// <summary>How many ids it has taken in, those it has forgotten included.</summary>
    internal long Count => count;

    /// <summary>The number of the oldest id that is remembered.</summary>
    internal long Oldest => count - Math.Min(Capacity, full.Length * ChunkSize + tail.Length);

    /// <summary>The hashes of the ids with these numbers, the second one excluded; zeros for those that are forgotten.</summary>
    internal byte[] ToBytes(long from, long to)
    {
        var bytes = new byte[(to - from) * sizeof(ulong)];
        var output = bytes.AsSpan();
        var first = count - tail.Length - full.Length * ChunkSize;
        foreach (var chunk in full)
        {
            Write(chunk.Hashes, first, from, to, output);
            first += ChunkSize;
        }

        Write(tail, first, from, to, output);
        return bytes;
    }

    /// <param name="bytes">The ids that are remembered.</param>
    /// <param name="count">As many have come, with those that are not.</param>
    internal static IdRing FromBytes(ReadOnlySpan<byte> bytes, long count)
    {
        if (bytes.Length % sizeof(ulong) != 0 || bytes.Length > Capacity * sizeof(ulong) || count < bytes.Length / sizeof(ulong))
            throw new FormatException("Not a ring of event ids.");
        var draft = new IdRingDraft(new([], [], count - bytes.Length / sizeof(ulong)));
        for (; bytes.Length > 0; bytes = bytes[sizeof(ulong)..])
            draft.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return draft.ToRing();
    }

    /// <summary>Writes those hashes, numbered from <paramref name="first"/>, whose numbers are asked for.</summary>
    private static void Write(ReadOnlySpan<ulong> hashes, long first, long from, long to, Span<byte> output)
    {
        var end = Math.Min(first + hashes.Length, to);
        for (var number = Math.Max(first, from); number < end; number++)
            BinaryPrimitives.WriteUInt64LittleEndian(output[(int)((number - from) * sizeof(ulong))..], hashes[(int)(number - first)]);
    }

    /// <summary>256 hashes in the order they came, and an open-addressing index over them.</summary>
    internal sealed class Chunk
    {
        private const int Mask = 2 * ChunkSize - 1;

        // Position + 1 in the chunk; 0 is a free slot.
        private readonly ushort[] _slots = new ushort[2 * ChunkSize];

        internal Chunk(ulong[] hashes)
        {
            Hashes = hashes;
            for (var i = 0; i < hashes.Length; i++)
            {
                var slot = SlotOf(hashes[i]);
                while (_slots[slot] != 0)
                    slot = (slot + 1) & Mask;
                _slots[slot] = (ushort)(i + 1);
            }
        }

        internal ulong[] Hashes { get; }

        /// <summary>Whether it holds the hash at or after a position: what is before has been forgotten.</summary>
        internal bool Contains(ulong hash, int from)
        {
            var (slots, hashes) = (_slots, Hashes);
            for (var slot = SlotOf(hash); slots[slot] != 0; slot = (slot + 1) & Mask)
            {
                var position = slots[slot] - 1;
                if (hashes[position] == hash && position >= from)
                    return true;
            }

            return false;
        }

        // The low bits of FNV-1a depend only on the low bits of the input: take high ones.
        private static int SlotOf(ulong hash) => (int)(BitOperations.RotateLeft(hash, 20) >> 11) & Mask;
    }
}

/// <summary>A ring while a batch is added to it.</summary>
internal sealed class IdRingDraft(IdRing ring)
{
    private IdRing.Chunk[] _full = ring.Full;
    private ulong[] _tail = [];
    private int _count = -1;
    private long _added;

    internal bool Contains(ulong hash)
    {
        var tail = _count < 0 ? ring.Tail : _tail.AsSpan(0, _count);
        if (tail.Contains(hash))
            return true;
        // With all chunks full, as many of the oldest are forgotten as the tail holds.
        var from = _full.Length == IdRing.MaxFull ? tail.Length : 0;
        foreach (var chunk in _full)
        {
            if (chunk.Contains(hash, from))
                return true;
            from = 0;
        }

        return false;
    }

    internal void Add(ulong hash)
    {
        if (_count < 0)
        {
            _count = ring.Tail.Length;
            _tail = new ulong[IdRing.ChunkSize];
            ring.Tail.CopyTo(_tail);
        }

        _added++;
        _tail[_count++] = hash;
        if (_count < IdRing.ChunkSize)
            return;
        _full = _full.Length == IdRing.MaxFull ? [.. _full.AsSpan(1), new(_tail)] : [.. _full, new(_tail)];
        _tail = new ulong[IdRing.ChunkSize];
        _count = 0;
    }

    internal IdRing ToRing() => _count < 0 ? ring : new(_full, _tail[.._count], ring.Count + _added);
}
