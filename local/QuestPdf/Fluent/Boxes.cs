using Proctoring.Local.QuestPdf.Layout;
using QuestPDF.Infrastructure;

namespace QuestPDF.Fluent;

public static class PaddingExtensions
{
    public static IContainer Padding(this IContainer element, float value, Unit unit = Unit.Point) =>
        element.PaddingVertical(value, unit).PaddingHorizontal(value, unit);

    public static IContainer PaddingHorizontal(this IContainer element, float value, Unit unit = Unit.Point) =>
        element.PaddingLeft(value, unit).PaddingRight(value, unit);

    public static IContainer PaddingVertical(this IContainer element, float value, Unit unit = Unit.Point) =>
        element.PaddingTop(value, unit).PaddingBottom(value, unit);

    public static IContainer PaddingTop(this IContainer element, float value, Unit unit = Unit.Point) =>
        Extended(element, padding => padding.Top += value.Points(unit));

    public static IContainer PaddingBottom(this IContainer element, float value, Unit unit = Unit.Point) =>
        Extended(element, padding => padding.Bottom += value.Points(unit));

    public static IContainer PaddingLeft(this IContainer element, float value, Unit unit = Unit.Point) =>
        Extended(element, padding => padding.Left += value.Points(unit));

    public static IContainer PaddingRight(this IContainer element, float value, Unit unit = Unit.Point) =>
        Extended(element, padding => padding.Right += value.Points(unit));

    private static Proctoring.Local.QuestPdf.Layout.Padding Extended(
        IContainer element, Action<Proctoring.Local.QuestPdf.Layout.Padding> change)
    {
        var padding = element.PutOrExtend<Proctoring.Local.QuestPdf.Layout.Padding>();
        change(padding);
        return padding;
    }
}

public static class StyledBoxExtensions
{
    public static IContainer Background(this IContainer element, Color color) =>
        Styled(element, box => box.Background = color);

    public static IContainer Border(this IContainer element, float value, Unit unit = Unit.Point) =>
        element.BorderTop(value, unit).BorderBottom(value, unit).BorderLeft(value, unit).BorderRight(value, unit);

    public static IContainer BorderTop(this IContainer element, float value, Unit unit = Unit.Point) =>
        Styled(element, box => box.Top = value.Points(unit));

    public static IContainer BorderBottom(this IContainer element, float value, Unit unit = Unit.Point) =>
        Styled(element, box => box.Bottom = value.Points(unit));

    public static IContainer BorderLeft(this IContainer element, float value, Unit unit = Unit.Point) =>
        Styled(element, box => box.Left = value.Points(unit));

    public static IContainer BorderRight(this IContainer element, float value, Unit unit = Unit.Point) =>
        Styled(element, box => box.Right = value.Points(unit));

    public static IContainer BorderColor(this IContainer element, Color color) =>
        Styled(element, box => box.BorderColor = color);

    public static IContainer CornerRadius(this IContainer element, float value = 0, Unit unit = Unit.Point) =>
        Styled(element, box => box.Radius = value.Points(unit));

    private static StyledBox Styled(IContainer element, Action<StyledBox> change)
    {
        var box = element.PutOrExtend<StyledBox>();
        change(box);
        return box;
    }
}

public static class ConstrainedExtensions
{
    public static IContainer Width(this IContainer element, float value, Unit unit = Unit.Point) =>
        element.MinWidth(value, unit).MaxWidth(value, unit);

    public static IContainer MinWidth(this IContainer element, float value, Unit unit = Unit.Point) =>
        Limited(element, limits => limits.MinWidth = value.Points(unit));

    public static IContainer MaxWidth(this IContainer element, float value, Unit unit = Unit.Point) =>
        Limited(element, limits => limits.MaxWidth = value.Points(unit));

    public static IContainer Height(this IContainer element, float value, Unit unit = Unit.Point) =>
        element.MinHeight(value, unit).MaxHeight(value, unit);

    public static IContainer MinHeight(this IContainer element, float value, Unit unit = Unit.Point) =>
        Limited(element, limits => limits.MinHeight = value.Points(unit));

    public static IContainer MaxHeight(this IContainer element, float value, Unit unit = Unit.Point) =>
        Limited(element, limits => limits.MaxHeight = value.Points(unit));

    private static Constrained Limited(IContainer element, Action<Constrained> change)
    {
        var limits = element.PutOrExtend<Constrained>();
        change(limits);
        return limits;
    }
}

public static class AlignmentExtensions
{
    public static IContainer AlignCenter(this IContainer element) => Aligned(element, at => at.Horizontal = Side.Middle);

    public static IContainer AlignRight(this IContainer element) => Aligned(element, at => at.Horizontal = Side.End);

    public static IContainer AlignTop(this IContainer element) => Aligned(element, at => at.Vertical = Side.Start);

    public static IContainer AlignBottom(this IContainer element) => Aligned(element, at => at.Vertical = Side.End);

    private static Alignment Aligned(IContainer element, Action<Alignment> change)
    {
        var alignment = element.PutOrExtend<Alignment>();
        change(alignment);
        return alignment;
    }
}
