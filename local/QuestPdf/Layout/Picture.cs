using Proctoring.Local.QuestPdf.Svg;

namespace Proctoring.Local.QuestPdf.Layout;

internal enum PictureFit
{
    Width,
    Height,
    Area,
}

/// <summary>An SVG in its own proportions.</summary>
internal sealed class Picture(SvgDrawing drawing) : Element
{
    private bool _drawn;

    public PictureFit Fit { get; set; }

    public override void Restart()
    {
        base.Restart();
        _drawn = false;
    }

    protected override Plan Fitting(Area space)
    {
        if (_drawn) return Plan.Empty;
        var size = Size(space);
        return size.Width > space.Width + Area.Tolerance || size.Height > space.Height + Area.Tolerance
            ? Plan.None
            : Plan.All(size.Width, size.Height);
    }

    protected override void Paint(Canvas canvas, Area space)
    {
        if (_drawn) return;
        var size = Size(space);
        canvas.Path((page, x, y) => drawing.Draw(page, x, y, size.Width, size.Height));
        _drawn = true;
    }

    private Area Size(Area space)
    {
        var ratio = drawing.Width / drawing.Height;
        var byWidth = Fit == PictureFit.Width || Fit == PictureFit.Area && space.Width / space.Height < ratio;
        return byWidth ? new Area(space.Width, space.Width / ratio) : new Area(space.Height * ratio, space.Height);
    }
}
