namespace Proctoring.Local.QuestPdf.Layout;

/// <summary>Never splits its content: what does not fit wholly goes to the next page.</summary>
internal sealed class ShowEntire : Wrapper
{
    protected override Plan Fitting(Area space)
    {
        var plan = base.Fitting(space);
        return plan.Fit == Fit.Part ? Plan.None : plan;
    }
}

/// <summary>Begins on the next page if less than <c>least</c> of the content's height could be shown on this one.</summary>
internal sealed class EnsureSpace(float least) : Wrapper
{
    private bool _begun;

    public override void Restart()
    {
        base.Restart();
        _begun = false;
    }

    protected override Plan Fitting(Area space)
    {
        var plan = base.Fitting(space);
        return _begun || Enough(plan) ? plan : Plan.Part(0, 0);
    }

    protected override void Paint(Canvas canvas, Area space)
    {
        if (_begun || Enough(base.Fitting(space))) base.Paint(canvas, space);
        _begun = true;
    }

    private bool Enough(Plan plan) => plan.Ends || plan.Fit == Fit.Part && plan.Height >= least;
}

/// <summary>Starts over each time it was shown: page headers and footers, the header rows of a table.</summary>
internal sealed class Repeat : Wrapper
{
    protected override void Paint(Canvas canvas, Area space)
    {
        base.Paint(canvas, space);
        Restart();
    }
}
