using Proctoring.Local.QuestPdf.Layout;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;

namespace QuestPDF.Fluent;

public sealed class PageDescriptor
{
    internal PageDescriptor()
    {
    }

    internal PageLayout Layout { get; } = new();

    public void Size(PageSize pageSize) => Layout.Size = pageSize;

    public void Margin(float value, Unit unit = Unit.Point)
    {
        MarginVertical(value, unit);
        MarginHorizontal(value, unit);
    }

    public void MarginVertical(float value, Unit unit = Unit.Point)
    {
        MarginTop(value, unit);
        MarginBottom(value, unit);
    }

    public void MarginHorizontal(float value, Unit unit = Unit.Point) =>
        Layout.Left = Layout.Right = value.Points(unit);

    public void MarginTop(float value, Unit unit = Unit.Point) => Layout.Top = value.Points(unit);

    public void MarginBottom(float value, Unit unit = Unit.Point) => Layout.Bottom = value.Points(unit);

    public void DefaultTextStyle(TextStyle textStyle) => Layout.Style = textStyle;

    public void DefaultTextStyle(Func<TextStyle, TextStyle> handler) => DefaultTextStyle(handler(TextStyle.Default));

    public IContainer Header() => Layout.Header.Put(new Placeholder());

    public IContainer Content() => Layout.Content.Put(new Placeholder());

    public IContainer Footer() => Layout.Footer.Put(new Placeholder());
}

public static class PageExtensions
{
    public static IDocumentContainer Page(this IDocumentContainer document, Action<PageDescriptor> handler)
    {
        var descriptor = new PageDescriptor();
        handler(descriptor);
        ((PageSequence)document).Layouts.Add(descriptor.Layout);
        return document;
    }
}
