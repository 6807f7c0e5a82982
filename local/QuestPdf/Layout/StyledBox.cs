using Proctoring.Local.QuestPdf.Pdf;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Layout;

/// <summary>Background, border and rounded corners around a content.</summary>
internal sealed class StyledBox : Wrapper
{
    public float Left { get; set; }

    public float Top { get; set; }

    public float Right { get; set; }

    public float Bottom { get; set; }

    public float Radius { get; set; }

    public Color Background { get; set; } = Colors.Transparent;

    public Color? BorderColor { get; set; }

    private bool HasBorder => Left > 0 || Top > 0 || Right > 0 || Bottom > 0;

    protected override void Paint(Canvas canvas, Area space)
    {
        if (Radius > 0) canvas.Path((page, x, y) => page.Clip(x, y, space.Width, space.Height, Radius));
        canvas.Fill(0, 0, space.Width, space.Height, Background);
        base.Paint(canvas, space);
        if (Radius > 0) canvas.Path((page, _, _) => page.Unclip());
        if (HasBorder) Border(canvas, space);
    }

    private void Border(Canvas canvas, Area space)
    {
        // The real package centres a border on the box's edge; with round corners it stands inside.
        var outside = Radius > 0 ? 0 : 0.5f;
        var (left, top) = (Left * outside, Top * outside);
        var (width, height) = (space.Width + left + Right * outside, space.Height + top + Bottom * outside);
        canvas.Path((page, x, y) =>
        {
            var color = BorderColor ?? Colors.Black;
            if (Radius > 0)
            {
                page.FillWith(color).RoundedRectangle(x, y, space.Width, space.Height, Radius)
                    .RoundedRectangle(x + Left, y + Top, space.Width - Left - Right, space.Height - Top - Bottom,
                        Radius - Math.Max(Math.Max(Left, Right), Math.Max(Top, Bottom)))
                    .FillBetween();
                return;
            }

            Edge(page, x - left, y - top, Left, height, color);
            Edge(page, x - left, y - top, width, Top, color);
            Edge(page, x - left + width - Right, y - top, Right, height, color);
            Edge(page, x - left, y - top + height - Bottom, width, Bottom, color);
        });
    }

    private static void Edge(PageContent page, float x, float y, float width, float height, Color color)
    {
        if (width <= 0 || height <= 0) return;
        page.FillWith(color).Rectangle(x, y, width, height).Fill();
    }
}
