using Proctoring.Local.QuestPdf.Layout;
using QuestPDF.Infrastructure;

namespace QuestPDF.Helpers;

public sealed class PageSize(float width, float height, Unit unit = Unit.Point)
{
    public readonly float Width = width.Points(unit);
    public readonly float Height = height.Points(unit);
}

public static class PageSizes
{
    public static PageSize A4 { get; } = new(210, 297, Unit.Millimetre);
}
