using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Proctoring.Local.QuestPdf.Text;

/// <summary>The tables of a TrueType file, or of the same wrapped as WOFF (W3C "WOFF File Format 1.0").</summary>
internal sealed class FontFile
{
    private readonly Dictionary<string, byte[]> _tables = [];

    public FontFile(ReadOnlySpan<byte> file)
    {
        const int Woff = 0x774F4646;
        const int TrueType = 0x00010000;
        var isWoff = U32(file, 0) == Woff;
        if (!isWoff && U32(file, 0) != TrueType) throw new NotSupportedException("The font is not a TrueType file.");
        var (count, first, size) = isWoff ? (U16(file, 12), 44, 20) : (U16(file, 4), 12, 16);
        for (var i = 0; i < count; i++)
        {
            var entry = file.Slice(first + i * size, size);
            var tag = Encoding.ASCII.GetString(entry[..4]);
            _tables[tag] = isWoff
                ? Inflate(file.Slice(U32(entry, 4), U32(entry, 8)), U32(entry, 12))
                : file.Slice(U32(entry, 8), U32(entry, 12)).ToArray();
        }
    }

    public byte[] this[string tag] =>
        _tables.TryGetValue(tag, out var table) ? table : throw new InvalidDataException($"The font has no '{tag}'.");

    public bool Has(string tag) => _tables.ContainsKey(tag);

    public static int U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    public static int S16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16BigEndian(data[at..]);

    public static int U32(ReadOnlySpan<byte> data, int at) => (int)BinaryPrimitives.ReadUInt32BigEndian(data[at..]);

    private static byte[] Inflate(ReadOnlySpan<byte> data, int length)
    {
        if (data.Length == length) return data.ToArray();
        using var stream = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        var table = new byte[length];
        stream.ReadExactly(table);
        return table;
    }
}
