namespace Proctoring.Local.QuestPdf.Layout;

internal sealed class RowItem(float? constant, float relative) : Wrapper
{
    /// <summary>Null: as wide as the content.</summary>
    public float? Constant => constant;

    public float Relative => relative;

    public bool Finished { get; set; }

    public float Width { get; set; }

    /// <summary>The content's own width, taken once: what is left of it on the next page may be narrower.</summary>
    public float? OwnWidth { get; set; }

    public override void Restart()
    {
        base.Restart();
        Finished = false;
        OwnWidth = null;
    }
}

/// <summary>Elements side by side, as high as the highest.</summary>
internal sealed class Row : Element
{
    /// <summary>The largest page that PDF allows, in points.</summary>
    private static readonly Area Unlimited = new(14_400, 14_400);

    public List<RowItem> Items { get; } = [];

    public float Spacing { get; set; }

    public override void Restart()
    {
        base.Restart();
        foreach (var item in Items) item.Restart();
    }

    public override void Inherit(Styling styling)
    {
        foreach (var item in Items) item.Inherit(styling);
    }

    protected override Plan Fitting(Area space)
    {
        if (Items.TrueForAll(item => item.Finished)) return Plan.Empty;
        if (!Divide(space.Width)) return Plan.None;
        var (width, height, all) = (Spacing * (Items.Count - 1), 0f, true);
        foreach (var item in Items)
        {
            width += item.Width;
            if (item.Finished) continue;
            var plan = item.Measure(new Area(item.Width, space.Height));
            if (plan.Fit == Fit.None) return Plan.None;
            height = Math.Max(height, plan.Height);
            all &= plan.Ends;
        }

        if (width > space.Width + Area.Tolerance || height > space.Height + Area.Tolerance) return Plan.None;
        return all ? Plan.All(width, height) : Plan.Part(width, height);
    }

    protected override void Paint(Canvas canvas, Area space)
    {
        if (Items.TrueForAll(item => item.Finished)) return;
        Divide(space.Width);
        var x = 0f;
        foreach (var item in Items)
        {
            var room = new Area(item.Width, space.Height);
            var plan = item.Measure(room);
            if (plan.Fit != Fit.None)
            {
                canvas.Move(x, 0);
                item.Draw(canvas, room);
                canvas.Move(-x, 0);
                item.Finished |= plan.Ends;
            }

            x += item.Width + Spacing;
        }
    }

    /// <summary>Shares out the width; false if the fixed widths alone are too much.</summary>
    private bool Divide(float available)
    {
        var (fixedWidth, shares) = (Spacing * (Items.Count - 1), 0f);
        foreach (var item in Items)
        {
            shares += item.Relative;
            if (item.Relative > 0) continue;
            item.Width = item.Constant ?? (item.OwnWidth ??= item.Measure(Unlimited).Width);
            fixedWidth += item.Width;
        }

        var share = shares > 0 ? (available - fixedWidth) / shares : 0;
        if (share < 0) return false;
        foreach (var item in Items)
            if (item.Relative > 0) item.Width = item.Relative * share;
        return true;
    }
}
