using System.Buffers;
using Proctoring.Local.QuestPdf.Layout;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Text;

/// <summary>A part of a text in one style; a page number is known only when its page is drawn.</summary>
internal sealed class TextSpan
{
    public string Text { get; set; } = "";

    public Func<Canvas, string>? OfPage { get; init; }

    public TextStyle Style { get; set; } = TextStyle.Default;
}

/// <summary>Lines of text; those that do not fit go on with the next page.</summary>
internal sealed class TextBlock : Element
{
    /// <summary>What a page number is assumed to be while the layout is made: pages are not known before.</summary>
    private const string NumberStandIn = "000";

    private Font[] _fonts = [];
    private string[] _parts = [];
    private string _text = "";
    private string _shown = "";
    private float _wholeWidth = -1;
    private List<Line>? _lines;
    private float _linesWidth;
    private int _next;
    private bool _done;

    public List<TextSpan> Spans { get; } = new(1);

    public Side Alignment { get; set; }

    /// <summary>The rest is cut, and the cut marked by the ellipsis. For texts of a single span.</summary>
    public int? MaxLines { get; set; }

    public string Ellipsis { get; set; } = "…";

    private bool HasNumbers => Spans.Exists(span => span.OfPage is not null);

    private float LineHeight => Ascent + Descent;

    private float Ascent => _fonts.Length == 1 ? _fonts[0].Ascent : _fonts.Max(font => font.Ascent);

    private float Descent => _fonts.Length == 1 ? _fonts[0].Descent : _fonts.Max(font => font.Descent);

    public override void Restart()
    {
        base.Restart();
        _next = 0;
        _done = false;
        if (HasNumbers) _wholeWidth = -1;
    }

    public override void Inherit(Styling styling)
    {
        _fonts = new Font[Spans.Count];
        for (var i = 0; i < _fonts.Length; i++) _fonts[i] = styling.Fonts.For(Spans[i].Style.Over(styling.Style));
        _wholeWidth = -1;
    }

    protected override Plan Fitting(Area space)
    {
        if (_done || Spans.Count == 0) return Plan.Empty;
        if (space.IsNegative) return Plan.None;
        if (_wholeWidth < 0) Write(null);
        var lines = Lines(space.Width);
        var fitting = Math.Min(lines.Count - _next, (int)((space.Height + Area.Tolerance) / LineHeight));
        if (fitting <= 0) return Plan.None;
        var width = 0f;
        for (var i = _next; i < _next + fitting; i++) width = Math.Max(width, lines[i].Width);
        return _next + fitting == lines.Count
            ? Plan.All(width, fitting * LineHeight)
            : Plan.Part(width, fitting * LineHeight);
    }

    protected override void Paint(Canvas canvas, Area space)
    {
        if (_done || Spans.Count == 0) return;
        if (HasNumbers) Write(canvas);
        var lines = Lines(space.Width);
        var last = Math.Min(lines.Count, _next + (int)((space.Height + Area.Tolerance) / LineHeight));
        for (var baseline = Ascent; _next < last; _next++, baseline += LineHeight)
            Paint(canvas, lines[_next], space.Width, baseline);
        _done = _next == lines.Count;
    }

    private void Paint(Canvas canvas, Line line, float width, float baseline)
    {
        var x = Alignment switch
        {
            Side.Middle => (width - line.Width) / 2,
            Side.End => width - line.Width,
            _ => 0,
        };
        if (_fonts.Length == 1)
        {
            canvas.Text(x, baseline, _shown.AsSpan(line.Start, line.End - line.Start), _fonts[0]);
            return;
        }

        var start = 0;
        for (var i = 0; i < _fonts.Length; i++)
        {
            var end = start + _parts[i].Length;
            var (from, to) = (Math.Max(start, line.Start), Math.Min(end, line.End));
            if (from < to)
            {
                var part = _shown.AsSpan(from, to - from);
                canvas.Text(x, baseline, part, _fonts[i]);
                x += WidthOf(part, _fonts[i]);
            }

            start = end;
        }
    }

    private void Write(Canvas? canvas)
    {
        _parts = [.. Spans.Select(span => span.OfPage is not { } number ? span.Text
            : canvas is null ? NumberStandIn : number(canvas))];
        _text = _parts.Length == 1 ? _parts[0] : string.Concat(_parts);
        _lines = null;
        _wholeWidth = _text.Contains('\n') ? float.MaxValue : Advances(null);
    }

    private List<Line> Lines(float width)
    {
        if (_lines is not null && Math.Abs(_linesWidth - width) < Area.Tolerance) return _lines;
        _linesWidth = width;
        _shown = _text;
        if (_wholeWidth <= width + Area.Tolerance) return _lines = [new Line(0, _text.Length, _wholeWidth)];
        var buffer = ArrayPool<float>.Shared.Rent(_text.Length + 1);
        Advances(buffer);
        _lines = LineBreaker.Break(_text, buffer, width);
        ArrayPool<float>.Shared.Return(buffer);
        if (MaxLines is { } most && _lines.Count > most) Clamp(most, width);
        return _lines;
    }

    /// <summary>Cuts after <paramref name="most"/> lines, taking back characters until the ellipsis fits.</summary>
    private void Clamp(int most, float width)
    {
        var last = _lines![most - 1];
        var (end, dots) = (last.End, WidthOf(Ellipsis, _fonts[0]));
        while (end > last.Start && WidthOf(_text.AsSpan(last.Start, end - last.Start), _fonts[0]) + dots > width) end--;
        _shown = string.Concat(_text.AsSpan(0, end).TrimEnd(), Ellipsis);
        var shown = WidthOf(_shown.AsSpan(last.Start), _fonts[0]);
        _lines = [.. _lines.Take(most - 1), new Line(last.Start, _shown.Length, shown)];
    }

    /// <summary>The sum of all characters' widths, each put into <paramref name="each"/> if given.</summary>
    private float Advances(float[]? each)
    {
        var buffer = each ?? ArrayPool<float>.Shared.Rent(_text.Length + 1);
        var start = 0;
        for (var i = 0; i < _fonts.Length; i++)
        {
            LineBreaker.Measure(_parts[i], _fonts[i], buffer.AsSpan(start));
            start += _parts[i].Length;
        }

        var sum = 0f;
        foreach (var advance in buffer.AsSpan(0, _text.Length)) sum += advance;
        if (each is null) ArrayPool<float>.Shared.Return(buffer);
        return sum;
    }

    private static float WidthOf(ReadOnlySpan<char> text, Font font)
    {
        var buffer = ArrayPool<float>.Shared.Rent(text.Length + 1);
        LineBreaker.Measure(text, font, buffer);
        var sum = 0f;
        foreach (var advance in buffer.AsSpan(0, text.Length)) sum += advance;
        ArrayPool<float>.Shared.Return(buffer);
        return sum;
    }
}
