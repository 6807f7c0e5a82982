using System.Text;

namespace Proctoring.Local.QuestPdf.Text;

/// <summary>One cut of a font: which glyph a character is, and how wide. Lengths are parts of the font's size.</summary>
internal sealed class FontFace
{
    /// <summary>Latin, Greek, Cyrillic: looked up once.</summary>
    private const int Common = 0x530;

    private readonly FontFile _file;
    private readonly byte[] _map;
    private readonly int _mapOffset;
    private readonly bool _mapIsWide;
    private readonly ushort[] _commonGlyphs = new ushort[Common];
    private readonly float[] _advances;

    public FontFace(FontFile file)
    {
        _file = file;
        var (head, hhea, hmtx, os2) = (file["head"], file["hhea"], file["hmtx"], file["OS/2"]);
        UnitsPerEm = FontFile.U16(head, 18);
        Ascent = FontFile.S16(hhea, 4) / (float)UnitsPerEm;
        Descent = -FontFile.S16(hhea, 6) / (float)UnitsPerEm;
        LineGap = FontFile.S16(hhea, 8) / (float)UnitsPerEm;
        Weight = FontFile.U16(os2, 4);
        Family = Name(file["name"], 16) ?? Name(file["name"], 1) ?? "";
        PostScriptName = Name(file["name"], 6) ?? Family.Replace(" ", "");
        Bounds = [.. new[] { 36, 38, 40, 42 }.Select(at => FontFile.S16(head, at) * 1000 / UnitsPerEm)];

        var measured = FontFile.U16(hhea, 34);
        _advances = new float[FontFile.U16(file["maxp"], 4)];
        for (var i = 0; i < _advances.Length; i++)
            _advances[i] = FontFile.U16(hmtx, Math.Min(i, measured - 1) * 4) / (float)UnitsPerEm;

        _map = file["cmap"];
        (_mapOffset, _mapIsWide) = FindMap(_map);
        for (var i = 0; i < Common; i++) _commonGlyphs[i] = (ushort)Find(i);
    }

    public FontFile File => _file;

    public int UnitsPerEm { get; }

    public string Family { get; }

    public string PostScriptName { get; }

    public int Weight { get; }

    public float Ascent { get; }

    public float Descent { get; }

    public float LineGap { get; }

    public int GlyphCount => _advances.Length;

    /// <summary>Left, bottom, right, top in thousandths, as PDF wants it.</summary>
    public IReadOnlyList<int> Bounds { get; }

    /// <summary>Zero, the font's "missing" glyph, if it has none for the character.</summary>
    public int Glyph(int codePoint) => codePoint < Common ? _commonGlyphs[codePoint] : Find(codePoint);

    public float Advance(int glyph) => _advances[glyph];

    private int Find(int codePoint) => _mapIsWide ? FindWide(codePoint) : codePoint > 0xFFFF ? 0 : FindNarrow(codePoint);

    /// <summary>cmap format 4: segments of 16-bit characters.</summary>
    private int FindNarrow(int character)
    {
        var table = _map.AsSpan(_mapOffset);
        var segments = FontFile.U16(table, 6) / 2;
        var (ends, starts) = (14, 16 + segments * 2);
        var (deltas, ranges) = (starts + segments * 2, starts + segments * 4);
        var (low, high) = (0, segments - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FontFile.U16(table, ends + middle * 2) < character) low = middle + 1;
            else high = middle;
        }

        var start = FontFile.U16(table, starts + low * 2);
        if (character < start || character > FontFile.U16(table, ends + low * 2)) return 0;
        var (delta, range) = (FontFile.U16(table, deltas + low * 2), FontFile.U16(table, ranges + low * 2));
        if (range == 0) return (character + delta) & 0xFFFF;
        var glyph = FontFile.U16(table, ranges + low * 2 + range + (character - start) * 2);
        return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
    }

    /// <summary>cmap format 12: groups of 32-bit characters.</summary>
    private int FindWide(int codePoint)
    {
        var table = _map.AsSpan(_mapOffset);
        var (low, high) = (0, FontFile.U32(table, 12) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var group = table[(16 + middle * 12)..];
            if (codePoint < FontFile.U32(group, 0)) high = middle - 1;
            else if (codePoint > FontFile.U32(group, 4)) low = middle + 1;
            else return FontFile.U32(group, 8) + codePoint - FontFile.U32(group, 0);
        }

        return 0;
    }

    private static (int Offset, bool IsWide) FindMap(ReadOnlySpan<byte> table)
    {
        var best = (Offset: -1, IsWide: false);
        for (var i = 0; i < FontFile.U16(table, 2); i++)
        {
            var (platform, offset) = (FontFile.U16(table, 4 + i * 8), FontFile.U32(table, 8 + i * 8));
            if (platform is not (0 or 3)) continue;
            var format = FontFile.U16(table, offset);
            if (format == 12) return (offset, true);
            if (format == 4) best = (offset, false);
        }

        return best.Offset >= 0 ? best : throw new InvalidDataException("The font has no Unicode character map.");
    }

    private static string? Name(ReadOnlySpan<byte> table, int id)
    {
        var strings = FontFile.U16(table, 4);
        for (var i = 0; i < FontFile.U16(table, 2); i++)
        {
            var entry = table.Slice(6 + i * 12, 12);
            if (FontFile.U16(entry, 0) != 3 || FontFile.U16(entry, 6) != id) continue;
            return Encoding.BigEndianUnicode.GetString(
                table.Slice(strings + FontFile.U16(entry, 10), FontFile.U16(entry, 8)));
        }

        return null;
    }
}
