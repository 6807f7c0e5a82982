using System.Globalization;
using System.Text;
using Proctoring.Local.QuestPdf.Text;

namespace Proctoring.Local.QuestPdf.Pdf;

/// <summary>
/// A font in the file with only the glyphs that are used (ISO 32000-1, 9.7 "Composite fonts"). Text refers to glyphs by
/// number; the map back to Unicode makes it searchable and copyable.
/// </summary>
internal sealed class EmbeddedFont(FontFace face, int number)
{
    private readonly SortedDictionary<int, Rune> _used = [];

    public int Number => number;

    public void Use(int glyph, Rune character) => _used.TryAdd(glyph, character);

    public int Write(PdfFile file)
    {
        var program = FontSubset.Of(face, _used.Keys);
        var data = file.Stream($"/Length1 {program.Length} ", program);

        // By convention the name of a subset begins with six letters of its own.
        var tag = new string([.. Enumerable.Range(0, 6).Select(i => (char)('A' + (number >> (i * 4) & 15)))]);
        var name = $"{tag}+{face.PostScriptName}";
        var box = string.Join(' ', face.Bounds);
        var (ascent, descent) = (Thousandths(face.Ascent), -Thousandths(face.Descent));
        var descriptor = file.Object(
            $"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 " +
            $"/Ascent {ascent} /Descent {descent} /CapHeight {ascent} /StemV 80 /FontFile2 {data} 0 R >>");
        var descendant = file.Object(
            $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity " +
            $"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> " +
            $"/FontDescriptor {descriptor} 0 R /W [{Widths()}] >>");
        var unicode = file.Stream("", Encoding.ASCII.GetBytes(ToUnicode()));
        return file.Object(
            $"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H " +
            $"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R >>");
    }

    private string Widths() => string.Join(' ', _used.Keys.Select(glyph => $"{glyph} [{Thousandths(face.Advance(glyph))}]"));

    private string ToUnicode()
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");

        // A block may hold a hundred entries.
        foreach (var block in _used.Where(pair => pair.Key != 0).Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (glyph, character) in block)
            {
                var utf16 = Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()));
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{utf16}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    private static int Thousandths(float part) => (int)MathF.Round(part * 1000);
}
