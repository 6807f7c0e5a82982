using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Layout;

internal sealed class Padding : Wrapper
{
    public float Left { get; set; }

    public float Top { get; set; }

    public float Right { get; set; }

    public float Bottom { get; set; }

    protected override Plan Fitting(Area space)
    {
        var inside = Inside(space);
        if (inside.IsNegative) return Child is null ? Plan.Empty : Plan.None;
        var plan = base.Fitting(inside);
        return plan.Fit is Fit.Empty or Fit.None
            ? plan
            : plan.Sized(Math.Max(0, plan.Width + Left + Right), Math.Max(0, plan.Height + Top + Bottom));
    }

    protected override void Paint(Canvas canvas, Area space)
    {
        canvas.Move(Left, Top);
        base.Paint(canvas, Inside(space));
        canvas.Move(-Left, -Top);
    }

    private Area Inside(Area space) => new(space.Width - Left - Right, space.Height - Top - Bottom);
}

internal sealed class Constrained : Wrapper
{
    public float? MinWidth { get; set; }

    public float? MaxWidth { get; set; }

    public float? MinHeight { get; set; }

    public float? MaxHeight { get; set; }

    protected override Plan Fitting(Area space)
    {
        var plan = base.Fitting(Limit(space));
        if (plan.Fit is Fit.None or Fit.Empty) return plan;
        if (MinWidth > space.Width + Area.Tolerance || MinHeight > space.Height + Area.Tolerance) return Plan.None;
        return plan.Sized(Math.Max(MinWidth ?? 0, plan.Width), Math.Max(MinHeight ?? 0, plan.Height));
    }

    protected override void Paint(Canvas canvas, Area space) => base.Paint(canvas, Limit(space));

    private Area Limit(Area space) =>
        new(Math.Min(MaxWidth ?? space.Width, space.Width), Math.Min(MaxHeight ?? space.Height, space.Height));
}

internal enum Side
{
    Start,
    Middle,
    End,
}

internal sealed class Alignment : Wrapper
{
    public Side? Horizontal { get; set; }

    public Side? Vertical { get; set; }

    protected override void Paint(Canvas canvas, Area space)
    {
        var plan = base.Fitting(space);
        if (plan.Fit is Fit.Empty or Fit.None) return;
        var width = Horizontal is null ? space.Width : plan.Width;
        var height = Vertical is null ? space.Height : plan.Height;
        var (x, y) = (Offset(Horizontal, space.Width - width), Offset(Vertical, space.Height - height));
        canvas.Move(x, y);
        base.Paint(canvas, new Area(width, height));
        canvas.Move(-x, -y);
    }

    private static float Offset(Side? side, float room) => side switch
    {
        Side.Middle => room / 2,
        Side.End => room,
        _ => 0,
    };
}

internal sealed class InheritedStyle(TextStyle style) : Wrapper
{
    public override void Inherit(Styling styling) => base.Inherit(styling.With(style));
}
