using Proctoring.Local.QuestPdf.Pdf;
using Proctoring.Local.QuestPdf.Text;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.Tests.QuestPdf;

/// <summary>What of a font goes into a file.</summary>
public sealed class FontSubsetTests
{
    readonly FontFace _face = FontLibrary.Default.Faces(null, FontWeight.Normal)[0];

    [Fact]
    public void TheGlyphsInUseKeepTheirOutlinesAndWidthsAndNoOthersDo()
    {
        int[] used = [_face.Glyph('A'), _face.Glyph('g')];

        var subset = new FontFile(FontSubset.Of(_face, used));

        Assert.All(used.Append(0), glyph => Assert.Equal(Outline(_face.File, glyph), Outline(subset, glyph)[..Outline(_face.File, glyph).Length]));
        Assert.All(used, glyph => Assert.Equal(Width(_face.File, glyph), Width(subset, glyph)));
        Assert.Empty(Outline(subset, _face.Glyph('B')));
        Assert.Equal(0, Width(subset, _face.Glyph('B')));
    }

    [Fact]
    public void TheGlyphsThatAnotherIsMadeOfComeAlong()
    {
        // The letters of Europe with a mark, of which a font draws most by drawing two glyphs.
        var made = Enumerable.Range(0xC0, 0x180 - 0xC0).Select(_face.Glyph).First(glyph => glyph != 0 && FontFile.S16(Outline(_face.File, glyph), 0) < 0);
        var outline = Outline(_face.File, made);
        var first = FontFile.U16(outline, 12);
        var second = FontFile.U16(outline, 14 + ((FontFile.U16(outline, 10) & 1) != 0 ? 4 : 2) + 2);

        var subset = new FontFile(FontSubset.Of(_face, [made]));

        foreach (var glyph in new[] { made, first, second })
            Assert.Equal(Outline(_face.File, glyph), Outline(subset, glyph)[..Outline(_face.File, glyph).Length]);
    }

    [Fact]
    public void TheTablesOfTheFileAreWhereItsDirectorySaysAndSound()
    {
        var file = FontSubset.Of(_face, [_face.Glyph('A')]);

        var tables = FontFile.U16(file, 4);
        Assert.Equal(9, tables);
        // The search values that a reader may go by: the largest power of two, and its logarithm.
        Assert.Equal((128, 3, 16), (FontFile.U16(file, 6), FontFile.U16(file, 8), FontFile.U16(file, 10)));
        for (var i = 0; i < tables; i++)
        {
            var entry = file.AsSpan(12 + i * 16, 16);
            var table = file.AsSpan(FontFile.U32(entry, 8), FontFile.U32(entry, 12));
            var sum = 0u;
            for (var at = 0; at < table.Length; at++) sum += (uint)table[at] << (24 - at % 4 * 8);
            Assert.Equal((uint)FontFile.U32(entry, 4), sum);
            Assert.Equal(0, FontFile.U32(entry, 8) % 4);
        }
    }

    static byte[] Outline(FontFile file, int glyph)
    {
        var (from, to) = (Place(file, glyph), Place(file, glyph + 1));
        return file["glyf"][from..to];
    }

    static int Place(FontFile file, int glyph) =>
        FontFile.U16(file["head"], 50) == 1 ? FontFile.U32(file["loca"], glyph * 4) : FontFile.U16(file["loca"], glyph * 2) * 2;

    static int Width(FontFile file, int glyph) => FontFile.U16(file["hmtx"], glyph * 4);
}
