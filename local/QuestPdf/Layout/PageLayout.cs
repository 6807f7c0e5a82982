using Proctoring.Local.QuestPdf.Pdf;
using QuestPDF.Drawing.Exceptions;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Layout;

/// <summary>As many pages as the content needs, each with the header above and the footer below.</summary>
internal sealed class PageLayout
{
    /// <summary>So many pages in a row without any content are a layout that never ends.</summary>
    private const int MostEmptyPages = 100;

    public PageSize Size { get; set; } = PageSizes.A4;

    public float Left { get; set; }

    public float Top { get; set; }

    public float Right { get; set; }

    public float Bottom { get; set; }

    public TextStyle Style { get; set; } = TextStyle.Default;

    public Wrapper Header { get; } = new();

    public Wrapper Content { get; } = new();

    public Wrapper Footer { get; } = new();

    public void Inherit(Styling styling)
    {
        foreach (var part in (Wrapper[])[Header, Content, Footer]) part.Inherit(styling.With(Style));
    }

    /// <param name="number">The number of the first page; the number after the last comes back.</param>
    /// <param name="total">Null while counting.</param>
    /// <param name="write">Where finished pages go; null while counting.</param>
    public int Draw(int number, int? total, PdfDocument? write)
    {
        foreach (var part in (Wrapper[])[Header, Content, Footer]) part.Restart();
        var space = new Area(Size.Width - Left - Right, Size.Height - Top - Bottom);
        for (var empty = 0; ; number++)
        {
            var page = write?.Begin(Size.Height);
            var canvas = new Canvas(page, number, total);
            canvas.Move(Left, Top);
            var plan = Draw(canvas, space);
            if (page is not null) write!.End(page, Size.Width, Size.Height);
            if (plan.Ends) return number + 1;
            empty = plan.Height < Area.Tolerance ? empty + 1 : 0;
            if (empty == MostEmptyPages) throw Conflict("its content never ends");
        }
    }

    private Plan Draw(Canvas canvas, Area space)
    {
        var (header, footer) = (Header.Measure(space), Footer.Measure(space));
        if (!header.Ends || !footer.Ends) throw Conflict("its header or footer is larger than the page");
        var room = space with { Height = space.Height - header.Height - footer.Height };
        var plan = Content.Measure(room);
        if (plan.Fit == Fit.None) throw Conflict("something in it is larger than the page");

        Header.Draw(canvas, space with { Height = header.Height });
        canvas.Move(0, header.Height);
        Content.Draw(canvas, room);
        canvas.Move(0, room.Height);
        Footer.Draw(canvas, space with { Height = footer.Height });
        Header.Restart();
        Footer.Restart();
        return plan;
    }

    private static DocumentLayoutException Conflict(string what) =>
        new($"The document's content asks for more room than there is: {what}.");
}
