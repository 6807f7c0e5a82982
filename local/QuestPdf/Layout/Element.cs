using Proctoring.Local.QuestPdf.Text;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Layout;

/// <summary>A width and a height in points.</summary>
internal readonly record struct Area(float Width, float Height)
{
    /// <summary>Two lengths nearer than this are the same: sums of single-precision numbers are never exact.</summary>
    public const float Tolerance = 0.01f;

    public static Area Zero => default;

    public bool IsNegative => Width < -Tolerance || Height < -Tolerance;
}

internal enum Fit
{
    /// <summary>Nothing is left to draw.</summary>
    Empty,

    /// <summary>Not even the next bit fits in this space.</summary>
    None,

    /// <summary>Some fits; the rest goes to the next page.</summary>
    Part,

    /// <summary>All that is left fits.</summary>
    All,
}

/// <summary>How much of an element fits in a space, and how large that part is.</summary>
internal readonly record struct Plan(Fit Fit, float Width, float Height)
{
    public static Plan Empty => new(Fit.Empty, 0, 0);

    public static Plan None => new(Fit.None, 0, 0);

    public static Plan Part(float width, float height) => new(Fit.Part, width, height);

    public static Plan All(float width, float height) => new(Fit.All, width, height);

    public bool Ends => Fit is Fit.Empty or Fit.All;

    public Plan Sized(float width, float height) => this with { Width = width, Height = height };
}

/// <summary>The text style of the surroundings, and the fonts of the document.</summary>
internal sealed record Styling(TextStyle Style, Font.Cache Fonts)
{
    public Styling With(TextStyle style) => this with { Style = style.Over(Style) };
}

/// <summary>
/// A piece of the document. It remembers how far it was drawn, so that the next page goes on from there:
/// <see cref="Measure"/> tells what of the rest fits, <see cref="Draw"/> draws exactly that and moves on.
/// </summary>
internal abstract class Element : IElement
{
    private Area _space;
    private Plan _plan;
    private bool _measured;

    /// <summary>
    /// Asked for by every ancestor, several times a page, always with the same answer until the element is drawn:
    /// remembered, or a deep document would cost time exponential in its depth.
    /// </summary>
    public Plan Measure(Area space)
    {
        if (_measured && _space == space) return _plan;
        _plan = Fitting(space);
        _space = space;
        _measured = true;
        return _plan;
    }

    public void Draw(Canvas canvas, Area space)
    {
        Paint(canvas, space);
        _measured = false;
    }

    /// <summary>Back to the beginning, as if nothing had been drawn.</summary>
    public virtual void Restart() => _measured = false;

    /// <summary>Hands the surrounding text style down.</summary>
    public virtual void Inherit(Styling styling)
    {
    }

    protected abstract Plan Fitting(Area space);

    protected abstract void Paint(Canvas canvas, Area space);
}

/// <summary>An element around one child, and transparent if not overridden.</summary>
internal class Wrapper : Element, IContainer
{
    public IElement? Child { get; set; }

    protected Element? Inner => (Element?)Child;

    public override void Restart()
    {
        base.Restart();
        Inner?.Restart();
    }

    public override void Inherit(Styling styling) => Inner?.Inherit(styling);

    protected override Plan Fitting(Area space) => Inner?.Measure(space) ?? Plan.Empty;

    protected override void Paint(Canvas canvas, Area space) => Inner?.Draw(canvas, space);
}
