using Proctoring.Local.QuestPdf.Pdf;
using Proctoring.Local.QuestPdf.Text;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Layout;

/// <summary>
/// Where elements draw: their own coordinates, y downwards, moved by <see cref="Move"/>. Without a page it draws nothing
/// and serves to count the pages.
/// </summary>
internal sealed class Canvas(PageContent? page, int number, int? total)
{
    private float _x;
    private float _y;

    public int PageNumber => number;

    /// <summary>Null while the pages are still being counted.</summary>
    public int? TotalPages => total;

    public void Move(float x, float y)
    {
        _x += x;
        _y += y;
    }

    public void Fill(float x, float y, float width, float height, Color color)
    {
        if (page is null || color.Alpha == 0 || width <= 0 || height <= 0) return;
        page.FillWith(color).Rectangle(_x + x, _y + y, width, height).Fill();
    }

    public void Text(float x, float baseline, ReadOnlySpan<char> text, Font font) =>
        page?.Text(_x + x, _y + baseline, text, font);

    /// <summary>Draws in the page's own coordinates; the origin of the element is passed.</summary>
    public void Path(Action<PageContent, float, float> draw)
    {
        if (page is not null) draw(page, _x, _y);
    }
}
