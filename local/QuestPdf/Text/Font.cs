using QuestPDF.Helpers;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Text;

/// <summary>A text style with everything filled in: how wide, how high, which face draws which character.</summary>
internal sealed class Font
{
    private readonly IReadOnlyList<FontFace> _faces;

    private Font(TextStyle style)
    {
        Size = style.Size ?? 12;
        Color = style.Color ?? Colors.Black;
        Spacing = (style.LetterSpacing ?? 0) * Size;
        _faces = FontLibrary.Default.Faces(style.FontFamilies, style.Weight ?? FontWeight.Normal);

        // The line height that the first font's designer gave it.
        Ascent = _faces[0].Ascent * Size;
        Descent = (_faces[0].Descent + _faces[0].LineGap) * Size;
    }

    public float Size { get; }

    public Color Color { get; }

    /// <summary>Points after each character.</summary>
    public float Spacing { get; }

    public float Ascent { get; }

    public float Descent { get; }

    public (FontFace Face, int Glyph) Find(int codePoint)
    {
        var glyph = _faces[0].Glyph(codePoint);
        if (glyph != 0) return (_faces[0], glyph);
        for (var i = 1; i < _faces.Count; i++)
            if (_faces[i].Glyph(codePoint) is > 0 and var other) return (_faces[i], other);
        return (_faces[0], 0);
    }

    public float Advance(int codePoint)
    {
        var (face, glyph) = Find(codePoint);
        return face.Advance(glyph) * Size + Spacing;
    }

    /// <summary>The same style is asked for by thousands of cells: one font each document and style.</summary>
    public sealed class Cache
    {
        private readonly Dictionary<TextStyle, Font> _fonts = [];

        public Font For(TextStyle style)
        {
            if (!_fonts.TryGetValue(style, out var font)) _fonts[style] = font = new Font(style);
            return font;
        }
    }
}
