using System.Globalization;
using Proctoring.Local.QuestPdf.Text;

namespace Proctoring.Local.QuestPdf.Pdf;

/// <summary>Fonts and transparencies of a document, shared by all pages and written after the last.</summary>
internal sealed class PdfResources
{
    private readonly Dictionary<FontFace, EmbeddedFont> _fonts = [];
    private readonly SortedSet<byte> _alphas = [];

    public EmbeddedFont FontOf(FontFace face)
    {
        if (!_fonts.TryGetValue(face, out var font)) _fonts[face] = font = new EmbeddedFont(face, _fonts.Count);
        return font;
    }

    public void UseAlpha(byte alpha) => _alphas.Add(alpha);

    public void Write(PdfFile file, int number)
    {
        var fonts = _fonts.Values.Select(font => $"/F{font.Number} {font.Write(file)} 0 R");
        var alphas = _alphas.Select(alpha => string.Create(
            CultureInfo.InvariantCulture, $"/A{alpha} << /ca {alpha / 255f:F3} /CA {alpha / 255f:F3} >>"));
        file.Object(number,
            $"<< /Font << {string.Join(' ', fonts)} >> /ExtGState << {string.Join(' ', alphas)} >> >>");
    }
}
