using Proctoring.Local.QuestPdf.Text;

namespace QuestPDF.Drawing;

public static class FontManager
{
    /// <summary>Makes a font known under this family name. The stand-in reads TrueType outlines, not those of PostScript.</summary>
    public static void RegisterFontWithCustomName(string fontName, Stream stream)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        FontLibrary.Default.Register(fontName, new FontFace(new FontFile(content.ToArray())));
    }
}
