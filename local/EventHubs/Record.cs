using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Azure.Messaging.EventHubs;

namespace Proctoring.Local.EventHubs;

/// <summary>
/// A message as it lies in the log. Header (32 bytes, little endian): length and checksum of the payload, sequence
/// number, time, partition, checksum of the header up to there. Payload: flags, the strings and properties that
/// the flags name, and the body as the rest.
/// </summary>
static class Record
{
    public const int HeaderSize = 32;

    /// <summary>Largest payload that a reader believes in: Event Hubs' limit of 1 MiB and room for the envelope.</summary>
    public const int MaxPayload = 2 * 1024 * 1024;

    const int HeaderChecksumAt = 28;

    [Flags]
    enum Has : byte
    {
        PartitionKey = 1,
        MessageId = 2,
        CorrelationId = 4,
        ContentType = 8,
        Properties = 16,
    }

    /// <summary>Appends the message without what only the partition's writer knows (see <see cref="Stamp"/>).</summary>
    public static void Write(PooledBuffer writer, EventData message, string? partitionKey)
    {
        var start = writer.Length;
        writer.GetSpan(HeaderSize)[..HeaderSize].Clear();
        writer.Advance(HeaderSize);

        var properties = message.PropertiesIfAny;
        var has = (partitionKey is null ? 0 : Has.PartitionKey)
            | (message.MessageId is null ? 0 : Has.MessageId)
            | (message.CorrelationId is null ? 0 : Has.CorrelationId)
            | (message.ContentType is null ? 0 : Has.ContentType)
            | (properties is null ? 0 : Has.Properties);
        writer.Write([(byte)has]);
        if (partitionKey is not null) PropertyCodec.WriteString(writer, partitionKey);
        if (message.MessageId is not null) PropertyCodec.WriteString(writer, message.MessageId);
        if (message.CorrelationId is not null) PropertyCodec.WriteString(writer, message.CorrelationId);
        if (message.ContentType is not null) PropertyCodec.WriteString(writer, message.ContentType);
        if (properties is not null) PropertyCodec.Write(writer, properties);
        writer.Write(message.Body.Span);

        var record = writer.Written.Span[start..];
        var payload = record[HeaderSize..];
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(payload));
    }

    /// <summary>Fills in what is known only when the record's place is.</summary>
    /// <returns>The record's length.</returns>
    public static int Stamp(Span<byte> record, int partition, long sequenceNumber, long enqueuedTicks)
    {
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], sequenceNumber);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], enqueuedTicks);
        BinaryPrimitives.WriteInt32LittleEndian(record[24..], partition);
        BinaryPrimitives.WriteUInt32LittleEndian(record[HeaderChecksumAt..], Checksum(record[..HeaderChecksumAt]));
        return LengthOf(record);
    }

    public static int LengthOf(ReadOnlySpan<byte> record) => HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(record);

    /// <returns>False if there is no sound header at the start of <paramref name="data"/>.</returns>
    public static bool TryReadHeader(ReadOnlySpan<byte> data, out Header header)
    {
        header = default;
        if (data.Length < HeaderSize) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(data[HeaderChecksumAt..]) != Checksum(data[..HeaderChecksumAt])) return false;
        header = new(
            LengthOf(data),
            BinaryPrimitives.ReadUInt32LittleEndian(data[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(data[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(data[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(data[24..]));
        return header.Length is > HeaderSize and <= HeaderSize + MaxPayload && header.Partition >= 0;
    }

    /// <param name="record">The whole record.</param>
    /// <param name="header">Its header, as read.</param>
    /// <param name="offset">Its place in the log.</param>
    public static EventData Read(ReadOnlySpan<byte> record, in Header header, long offset)
    {
        var rest = record[HeaderSize..header.Length];
        var has = (Has)rest[0];
        rest = rest[1..];
        var partitionKey = has.HasFlag(Has.PartitionKey) ? PropertyCodec.ReadString(ref rest) : null;
        var messageId = has.HasFlag(Has.MessageId) ? PropertyCodec.ReadString(ref rest) : null;
        var correlationId = has.HasFlag(Has.CorrelationId) ? PropertyCodec.ReadString(ref rest) : null;
        var contentType = has.HasFlag(Has.ContentType) ? PropertyCodec.ReadString(ref rest) : null;
        var properties = has.HasFlag(Has.Properties) ? PropertyCodec.Read(ref rest) : null;
        // The application may keep the body for as long as it likes, hence its own array.
        return new(rest.ToArray(), properties, header.SequenceNumber, offset, new(header.EnqueuedTicks, TimeSpan.Zero), partitionKey)
        {
            MessageId = messageId,
            CorrelationId = correlationId,
            ContentType = contentType,
        };
    }

    public static bool IsSound(ReadOnlySpan<byte> record, in Header header) => Checksum(record[HeaderSize..header.Length]) == header.PayloadChecksum;

    /// <summary>CRC-32C, by the processor's instruction where there is one.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data)) crc = BitOperations.Crc32C(crc, word);
        foreach (var one in data[(data.Length & ~7)..]) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }

    public readonly record struct Header(int Length, uint PayloadChecksum, long SequenceNumber, long EnqueuedTicks, int Partition);
}
