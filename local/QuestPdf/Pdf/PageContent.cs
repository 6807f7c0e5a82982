using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Proctoring.Local.QuestPdf.Text;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Pdf;

/// <summary>
/// The operators of one page (ISO 32000-1, chapters 8 and 9). Coordinates come with y downwards from the page's top and
/// are turned over here. Colours are chosen before a path is begun: PDF allows no change of state within one.
/// </summary>
internal sealed class PageContent(float height, PdfResources resources)
{
    /// <summary>Where a Bézier curve's handles stand so that it looks like a quarter of a circle.</summary>
    private const float Quarter = 0.5522848f;

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Stack<State> _saved = [];
    private State _state = State.Initial;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public PageContent FillWith(Color color)
    {
        Alpha(color.Alpha);
        if (_state.Fill == color.Hex) return this;
        Rgb(color, "rg\n"u8);
        _state = _state with { Fill = color.Hex };
        return this;
    }

    public PageContent StrokeWith(Color color, float width, ReadOnlySpan<float> dashes = default)
    {
        Alpha(color.Alpha);
        Rgb(color, "RG\n"u8);
        Number(width);
        Put("w 1 j ["u8);
        foreach (var dash in dashes) Number(dash);
        Put("] 0 d\n"u8);
        return this;
    }

    public PageContent Rectangle(float x, float y, float width, float high)
    {
        Number(x);
        Number(height - y - high);
        Number(width);
        Number(high);
        Put("re\n"u8);
        return this;
    }

    public void MoveTo(float x, float y) => Point(x, y, "m\n"u8);

    public void LineTo(float x, float y) => Point(x, y, "l\n"u8);

    public void CurveTo(float x1, float y1, float x2, float y2, float x, float y)
    {
        Point(x1, y1, default);
        Point(x2, y2, default);
        Point(x, y, "c\n"u8);
    }

    public void Close() => Put("h\n"u8);

    public PageContent RoundedRectangle(float x, float y, float width, float high, float radius)
    {
        var r = Math.Max(0, Math.Min(radius, Math.Min(width, high) / 2));
        var (right, bottom, k) = (x + width, y + high, r * (1 - Quarter));
        MoveTo(x + r, y);
        LineTo(right - r, y);
        CurveTo(right - k, y, right, y + k, right, y + r);
        LineTo(right, bottom - r);
        CurveTo(right, bottom - k, right - k, bottom, right - r, bottom);
        LineTo(x + r, bottom);
        CurveTo(x + k, bottom, x, bottom - k, x, bottom - r);
        LineTo(x, y + r);
        CurveTo(x, y + k, x + k, y, x + r, y);
        Close();
        return this;
    }

    public void Fill() => Put("f\n"u8);

    /// <summary>Leaves out what a second outline encloses.</summary>
    public void FillBetween() => Put("f*\n"u8);

    public void Stroke() => Put("S\n"u8);

    public void FillAndStroke() => Put("B\n"u8);

    /// <summary>Nothing outside the rounded rectangle is painted until <see cref="Unclip"/>.</summary>
    public void Clip(float x, float y, float width, float high, float radius)
    {
        _saved.Push(_state);
        Put("q\n"u8);
        RoundedRectangle(x, y, width, high, radius);
        Put("W n\n"u8);
    }

    public void Unclip()
    {
        _state = _saved.Pop();
        Put("Q\n"u8);
    }

    public void Text(float x, float baseline, ReadOnlySpan<char> text, Font font)
    {
        FillWith(font.Color);
        Put("BT\n"u8);
        Number(x);
        Number(height - baseline);
        Put("Td\n"u8);
        if (font.Spacing != 0)
        {
            Number(font.Spacing);
            Put("Tc\n"u8);
        }

        FontFace? current = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) continue;
            var (face, glyph) = font.Find(rune.Value);
            if (face != current)
            {
                if (current is not null) Put("> Tj\n"u8);
                current = face;
                Face(face, font.Size);
                Put("<"u8);
            }

            resources.FontOf(face).Use(glyph, rune);
            Utf8Formatter.TryFormat((ushort)glyph, _buffer.GetSpan(4), out var written, new StandardFormat('X', 4));
            _buffer.Advance(written);
        }

        if (current is not null) Put("> Tj\n"u8);
        if (font.Spacing != 0) Put("0 Tc\n"u8);
        Put("ET\n"u8);
    }

    private void Face(FontFace face, float size)
    {
        if (ReferenceEquals(_state.Face, face) && _state.Size == size) return;
        Put("/F"u8);
        Number(resources.FontOf(face).Number);
        Number(size);
        Put("Tf\n"u8);
        _state = _state with { Face = face, Size = size };
    }

    private void Alpha(byte alpha)
    {
        if (_state.Alpha == alpha) return;
        resources.UseAlpha(alpha);
        Put("/A"u8);
        Number(alpha);
        Put("gs\n"u8);
        _state = _state with { Alpha = alpha };
    }

    private void Rgb(Color color, ReadOnlySpan<byte> operation)
    {
        Number(color.Red / 255f);
        Number(color.Green / 255f);
        Number(color.Blue / 255f);
        Put(operation);
    }

    private void Point(float x, float y, ReadOnlySpan<byte> operation)
    {
        Number(x);
        Number(height - y);
        Put(operation);
    }

    /// <summary>Three decimals, a thousandth of a point, are finer than any printer.</summary>
    private void Number(float value)
    {
        var rounded = MathF.Round(value * 1000) / 1000;
        if (rounded == MathF.Floor(rounded))
        {
            Utf8Formatter.TryFormat((long)rounded, _buffer.GetSpan(24), out var digits);
            _buffer.Advance(digits);
        }
        else
        {
            Utf8Formatter.TryFormat(rounded, _buffer.GetSpan(32), out var written, new StandardFormat('F', 3));
            _buffer.Advance(written);
        }

        Put(" "u8);
    }

    private void Put(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    private readonly record struct State(uint Fill, byte Alpha, FontFace? Face, float Size)
    {
        /// <summary>What a page begins with: opaque black.</summary>
        public static State Initial => new(0xFF000000, 255, null, 0);
    }
}
