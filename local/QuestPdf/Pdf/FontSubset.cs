using System.Buffers.Binary;
using System.Text;
using Proctoring.Local.QuestPdf.Text;

namespace Proctoring.Local.QuestPdf.Pdf;

/// <summary>
/// A TrueType file whose unused glyphs are empty. Glyphs keep their numbers, so that nothing needs to be renumbered; what
/// remains of the tables compresses to almost nothing.
/// </summary>
internal static class FontSubset
{
    /// <summary>What a PDF viewer needs of a font that is addressed by glyph (ISO 32000-1, table 126).</summary>
    private static readonly string[] Kept = ["cvt ", "fpgm", "head", "hhea", "hmtx", "maxp", "prep"];

    public static byte[] Of(FontFace face, IEnumerable<int> glyphs)
    {
        var file = face.File;
        var (source, offsets) = (file["glyf"], Offsets(file, face.GlyphCount));
        var needed = WithParts(source, offsets, glyphs);

        var outlines = new MemoryStream();
        var places = new byte[(face.GlyphCount + 1) * 4];
        for (var glyph = 0; glyph < face.GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(glyph * 4), (uint)outlines.Length);
            if (!needed.Contains(glyph)) continue;
            outlines.Write(source, offsets[glyph], offsets[glyph + 1] - offsets[glyph]);
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }

        BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(face.GlyphCount * 4), (uint)outlines.Length);
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = outlines.ToArray(),
            ["loca"] = places,
        };
        foreach (var tag in Kept)
            if (file.Has(tag)) tables[tag] = file[tag];

        tables["hmtx"] = Widths(file, needed);

        // The places are now written in four bytes each, whatever the original had.
        tables["head"] = [.. tables["head"]];
        BinaryPrimitives.WriteInt16BigEndian(tables["head"].AsSpan(50), 1);
        return Assemble(tables);
    }

    /// <summary>The widths of thousands of empty glyphs would be most of the file.</summary>
    private static byte[] Widths(FontFile file, HashSet<int> needed)
    {
        byte[] widths = [.. file["hmtx"]];
        var measured = FontFile.U16(file["hhea"], 34);

        // The last width is also that of all glyphs after it.
        for (var glyph = 0; glyph < measured - 1; glyph++)
            if (!needed.Contains(glyph)) widths.AsSpan(glyph * 4, 4).Clear();
        return widths;
    }

    private static int[] Offsets(FontFile file, int glyphs)
    {
        var (loca, isLong) = (file["loca"], FontFile.U16(file["head"], 50) == 1);
        return [.. Enumerable.Range(0, glyphs + 1)
            .Select(i => isLong ? FontFile.U32(loca, i * 4) : FontFile.U16(loca, i * 2) * 2)];
    }

    /// <summary>An accented letter is often made of two other glyphs, which then are needed as well.</summary>
    private static HashSet<int> WithParts(byte[] source, int[] offsets, IEnumerable<int> glyphs)
    {
        var needed = new HashSet<int> { 0 };
        var waiting = new Stack<int>(glyphs);
        while (waiting.TryPop(out var glyph))
        {
            if (!needed.Add(glyph) || offsets[glyph] == offsets[glyph + 1]) continue;
            var outline = source.AsSpan(offsets[glyph]);
            if (FontFile.S16(outline, 0) >= 0) continue;
            for (int at = 10, flags = MoreParts; (flags & MoreParts) != 0;)
            {
                flags = FontFile.U16(outline, at);
                waiting.Push(FontFile.U16(outline, at + 2));
                at += 4 + ((flags & WordArguments) != 0 ? 4 : 2)
                    + ((flags & OneScale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & FourScales) != 0 ? 8 : 0);
            }
        }

        return needed;
    }

    private const int WordArguments = 0x1;
    private const int OneScale = 0x8;
    private const int MoreParts = 0x20;
    private const int TwoScales = 0x40;
    private const int FourScales = 0x80;

    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var power = (int)Math.Log2(tables.Count);
        var file = new MemoryStream();
        U32(0x00010000);
        U16(tables.Count);
        U16(16 << power);
        U16(power);
        U16(tables.Count * 16 - (16 << power));
        var offset = 12 + tables.Count * 16;
        foreach (var (tag, data) in tables)
        {
            file.Write(Encoding.ASCII.GetBytes(tag));
            U32(Checksum(data));
            U32((uint)offset);
            U32((uint)data.Length);
            offset += (data.Length + 3) / 4 * 4;
        }

        foreach (var data in tables.Values)
        {
            file.Write(data);
            while (file.Length % 4 != 0) file.WriteByte(0);
        }

        return file.ToArray();

        void U16(int value) => file.Write([(byte)(value >> 8), (byte)value]);

        void U32(uint value) =>
            file.Write([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var sum = 0u;
        for (var i = 0; i < data.Length; i++) sum += (uint)data[i] << (24 - i % 4 * 8);
        return sum;
    }
}
