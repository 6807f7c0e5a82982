using System.Buffers.Binary;
using System.Numerics;

namespace Proctoring.Local.Durable.Journal;

/// <summary>
/// A journal is a sequence of frames: length (4 bytes, little endian), CRC-32C of the body (4 bytes), body (JSON).
/// </summary>
static class JournalFormat
{
    const int HeaderLength = 8;

    public static byte[] Frame(JournalRecord journaled)
    {
        var body = JournalJson.Write(journaled);
        var frame = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Checksum(body));
        body.CopyTo(frame, HeaderLength);
        return frame;
    }

    /// <summary>Reads all whole frames; stops at the first that is torn.</summary>
    /// <returns>The length of what was read.</returns>
    public static long Read(Stream stream, Action<JournalRecord> apply)
    {
        var header = new byte[HeaderLength];
        var whole = 0L;
        while (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length <= 0 || length > stream.Length - stream.Position) break;
            var body = new byte[length];
            stream.ReadExactly(body);
            if (Checksum(body) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4))) break;
            apply(JournalJson.Read(body));
            whole = stream.Position;
        }
        return whole;
    }

    static uint Checksum(ReadOnlySpan<byte> body)
    {
        var crc = uint.MaxValue;
        while (body.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(body));
            body = body[sizeof(ulong)..];
        }
        foreach (var b in body) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
