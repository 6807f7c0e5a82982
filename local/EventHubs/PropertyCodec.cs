using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;

namespace Proctoring.Local.EventHubs;

/// <summary>The application's properties of a message: the simple types that AMQP carries, and no others.</summary>
static class PropertyCodec
{
    enum Kind : byte
    {
        String, Boolean, Byte, SByte, Int16, UInt16, Int32, UInt32, Int64, UInt64, Single, Double, Decimal, Char, Guid, DateTime, DateTimeOffset, TimeSpan, Uri,
    }

    /// <exception cref="SerializationException">A value is of a type that does not travel.</exception>
    public static void Write(PooledBuffer writer, IDictionary<string, object> properties)
    {
        WriteLength(writer, properties.Count);
        foreach (var (name, value) in properties)
        {
            WriteString(writer, name);
            switch (value)
            {
                case string text: Begin(Kind.String); WriteString(writer, text); break;
                case bool flag: Begin(Kind.Boolean); writer.Write([(byte)(flag ? 1 : 0)]); break;
                case byte number: Begin(Kind.Byte); Number(number); break;
                case sbyte number: Begin(Kind.SByte); Number(number); break;
                case short number: Begin(Kind.Int16); Number(number); break;
                case ushort number: Begin(Kind.UInt16); Number(number); break;
                case int number: Begin(Kind.Int32); Number(number); break;
                case uint number: Begin(Kind.UInt32); Number(number); break;
                case long number: Begin(Kind.Int64); Number(number); break;
                case ulong number: Begin(Kind.UInt64); Number(unchecked((long)number)); break;
                case float number: Begin(Kind.Single); Number(BitConverter.DoubleToInt64Bits(number)); break;
                case double number: Begin(Kind.Double); Number(BitConverter.DoubleToInt64Bits(number)); break;
                case decimal number: Begin(Kind.Decimal); foreach (var part in decimal.GetBits(number)) Number(part); break;
                case char letter: Begin(Kind.Char); Number(letter); break;
                case Guid id: Begin(Kind.Guid); writer.Write(id.ToByteArray()); break;
                case DateTime time: Begin(Kind.DateTime); Number(time.ToUniversalTime().Ticks); break;
                case DateTimeOffset time: Begin(Kind.DateTimeOffset); Number(time.UtcTicks); break;
                case TimeSpan time: Begin(Kind.TimeSpan); Number(time.Ticks); break;
                case Uri uri: Begin(Kind.Uri); WriteString(writer, uri.OriginalString); break;
                default:
                    throw new SerializationException(
                        $"Serialization operation failed due to unsupported type {value?.GetType().FullName ?? "null"} of property '{name}'.");
            }
        }

        void Begin(Kind kind) => writer.Write([(byte)kind]);

        void Number(long number)
        {
            BinaryPrimitives.WriteInt64LittleEndian(writer.GetSpan(sizeof(long)), number);
            writer.Advance(sizeof(long));
        }
    }

    public static Dictionary<string, object> Read(ref ReadOnlySpan<byte> data)
    {
        var count = ReadLength(ref data);
        var properties = new Dictionary<string, object>(count);
        for (var i = 0; i < count; i++)
        {
            var name = ReadString(ref data);
            var kind = (Kind)data[0];
            data = data[1..];
            properties[name] = ReadValue(kind, ref data);
        }
        return properties;
    }

    static object ReadValue(Kind kind, ref ReadOnlySpan<byte> data) => kind switch
    {
        Kind.String => ReadString(ref data),
        Kind.Boolean => Take(ref data, 1)[0] != 0,
        Kind.Byte => (byte)Number(ref data),
        Kind.SByte => (sbyte)Number(ref data),
        Kind.Int16 => (short)Number(ref data),
        Kind.UInt16 => (ushort)Number(ref data),
        Kind.Int32 => (int)Number(ref data),
        Kind.UInt32 => (uint)Number(ref data),
        Kind.Int64 => Number(ref data),
        Kind.UInt64 => unchecked((ulong)Number(ref data)),
        Kind.Single => (float)BitConverter.Int64BitsToDouble(Number(ref data)),
        Kind.Double => BitConverter.Int64BitsToDouble(Number(ref data)),
        Kind.Decimal => new decimal([(int)Number(ref data), (int)Number(ref data), (int)Number(ref data), (int)Number(ref data)]),
        Kind.Char => (char)Number(ref data),
        Kind.Guid => new Guid(Take(ref data, 16)),
        Kind.DateTime => new DateTime(Number(ref data), DateTimeKind.Utc),
        Kind.DateTimeOffset => new DateTimeOffset(Number(ref data), TimeSpan.Zero),
        Kind.TimeSpan => new TimeSpan(Number(ref data)),
        Kind.Uri => new Uri(ReadString(ref data), UriKind.RelativeOrAbsolute),
        _ => throw new InvalidDataException($"Unknown kind of property: {kind}."),
    };

    static long Number(ref ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt64LittleEndian(Take(ref data, sizeof(long)));

    public static void WriteString(PooledBuffer writer, string text)
    {
        WriteLength(writer, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, writer);
    }

    public static string ReadString(ref ReadOnlySpan<byte> data)
    {
        var length = ReadLength(ref data);
        return Encoding.UTF8.GetString(Take(ref data, length));
    }

    // Seven bits a byte, as in BinaryWriter.
    static void WriteLength(PooledBuffer writer, int length)
    {
        var left = (uint)length;
        while (left >= 0x80)
        {
            writer.Write([(byte)(left | 0x80)]);
            left >>= 7;
        }
        writer.Write([(byte)left]);
    }

    static int ReadLength(ref ReadOnlySpan<byte> data)
    {
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref data, 1)[0];
            length |= (next & 0x7F) << shift;
            if (next < 0x80) return length;
        }
    }

    static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data, int length)
    {
        var taken = data[..length];
        data = data[length..];
        return taken;
    }
}
