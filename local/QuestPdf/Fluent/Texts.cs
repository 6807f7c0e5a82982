using System.Globalization;
using Proctoring.Local.QuestPdf.Layout;
using Proctoring.Local.QuestPdf.Text;
using QuestPDF.Infrastructure;

namespace QuestPDF.Fluent;

public class TextSpanDescriptor
{
    internal TextSpanDescriptor(TextSpan span) => Span = span;

    internal TextSpan Span { get; }
}

public sealed class TextPageNumberDescriptor : TextSpanDescriptor
{
    internal TextPageNumberDescriptor(TextSpan span) : base(span)
    {
    }
}

public sealed class TextBlockDescriptor : TextSpanDescriptor
{
    private readonly TextBlock _block;

    internal TextBlockDescriptor(TextBlock block, TextSpan span) : base(span) => _block = block;

    public TextBlockDescriptor AlignCenter()
    {
        _block.Alignment = Side.Middle;
        return this;
    }

    public TextBlockDescriptor AlignRight()
    {
        _block.Alignment = Side.End;
        return this;
    }

    public TextBlockDescriptor ClampLines(int maxLines, string ellipsis = "…")
    {
        (_block.MaxLines, _block.Ellipsis) = (maxLines, ellipsis);
        return this;
    }
}

public sealed class TextDescriptor
{
    private readonly TextBlock _block;

    internal TextDescriptor(TextBlock block) => _block = block;

    public void AlignRight() => _block.Alignment = Side.End;

    public TextSpanDescriptor Span(string? text)
    {
        var span = new TextSpan { Text = text ?? "" };
        if (text is not null) _block.Spans.Add(span);
        return new TextSpanDescriptor(span);
    }

    public TextPageNumberDescriptor CurrentPageNumber() => Number(canvas => canvas.PageNumber);

    public TextPageNumberDescriptor TotalPages() => Number(canvas => canvas.TotalPages);

    private TextPageNumberDescriptor Number(Func<Canvas, int?> number)
    {
        var span = new TextSpan { OfPage = canvas => number(canvas)?.ToString(CultureInfo.InvariantCulture) ?? "" };
        _block.Spans.Add(span);
        return new TextPageNumberDescriptor(span);
    }
}

public static class TextExtensions
{
    public static TextBlockDescriptor Text(this IContainer container, string? text)
    {
        var (block, span) = (New(container), new TextSpan { Text = text ?? "" });
        if (text is not null) block.Spans.Add(span);
        return new TextBlockDescriptor(block, span);
    }

    public static void Text(this IContainer element, Action<TextDescriptor> content) =>
        content(new TextDescriptor(New(element)));

    private static TextBlock New(IContainer container) => container.Put(new TextBlock
    {
        Alignment = (container as Alignment)?.Horizontal ?? Side.Start,
    });
}
