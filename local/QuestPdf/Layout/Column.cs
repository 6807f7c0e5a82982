namespace Proctoring.Local.QuestPdf.Layout;

/// <summary>Elements one below the other.</summary>
internal sealed class Column : Element
{
    private int _next;

    public List<Element> Items { get; } = [];

    public float Spacing { get; set; }

    public override void Restart()
    {
        base.Restart();
        _next = 0;
        foreach (var item in Items) item.Restart();
    }

    public override void Inherit(Styling styling)
    {
        foreach (var item in Items) item.Inherit(styling);
    }

    protected override Plan Fitting(Area space)
    {
        if (_next == Items.Count) return Plan.Empty;
        if (space.IsNegative) return Plan.None;
        var (width, height, shown, finished) = (0f, 0f, 0, 0);
        foreach (var (_, top, plan) in Place(space))
        {
            width = Math.Max(width, plan.Width);
            height = top + plan.Height;
            shown++;
            if (plan.Ends) finished++;
        }

        if (shown == 0 || width > space.Width + Area.Tolerance || height > space.Height + Area.Tolerance)
            return Plan.None;
        return _next + finished == Items.Count ? Plan.All(width, height) : Plan.Part(width, height);
    }

    protected override void Paint(Canvas canvas, Area space)
    {
        var finished = 0;
        foreach (var (item, top, plan) in Place(space))
        {
            canvas.Move(0, top);
            item.Draw(canvas, new Area(space.Width, plan.Height));
            canvas.Move(0, -top);
            if (plan.Ends) finished++;
        }

        _next += finished;
    }

    private IEnumerable<(Element Item, float Top, Plan Plan)> Place(Area space)
    {
        var bottom = 0f;
        var first = true;
        for (var i = _next; i < Items.Count; i++)
        {
            var gap = first ? 0 : Spacing;
            var room = space.Height - bottom - gap;

            // An element that takes no room (a page break, an empty place) may still stand at the very bottom.
            var plan = Items[i].Measure(room < Area.Tolerance ? Area.Zero : new Area(space.Width, room));
            if (plan.Fit == Fit.None) yield break;
            var takesRoom = plan.Width > Area.Tolerance || plan.Height > Area.Tolerance;
            if (takesRoom && room < Area.Tolerance) yield break;
            if (takesRoom) bottom += gap;
            yield return (Items[i], bottom, plan);
            if (plan.Fit == Fit.Part) yield break;
            first = false;
            bottom += plan.Height;
        }
    }
}
