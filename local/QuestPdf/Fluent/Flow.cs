using Proctoring.Local.QuestPdf.Layout;
using Proctoring.Local.QuestPdf.Svg;
using QuestPDF.Infrastructure;

namespace QuestPDF.Fluent;

public sealed class ColumnDescriptor
{
    private readonly Column _column;

    internal ColumnDescriptor(Column column) => _column = column;

    public void Spacing(float value, Unit unit = Unit.Point) => _column.Spacing = value.Points(unit);

    public IContainer Item()
    {
        var item = new Placeholder();
        _column.Items.Add(item);
        return item;
    }
}

public static class ColumnExtensions
{
    public static void Column(this IContainer element, Action<ColumnDescriptor> handler) =>
        handler(new ColumnDescriptor(element.Put(new Column())));
}

public sealed class RowDescriptor
{
    private readonly Row _row;

    internal RowDescriptor(Row row) => _row = row;

    public void Spacing(float spacing, Unit unit = Unit.Point) => _row.Spacing = spacing.Points(unit);

    public IContainer RelativeItem(float size = 1) => Add(new RowItem(null, size));

    public IContainer ConstantItem(float size, Unit unit = Unit.Point) => Add(new RowItem(size.Points(unit), 0));

    public IContainer AutoItem() => Add(new RowItem(null, 0));

    private RowItem Add(RowItem item)
    {
        _row.Items.Add(item);
        return item;
    }
}

public static class RowExtensions
{
    public static void Row(this IContainer element, Action<RowDescriptor> handler) =>
        handler(new RowDescriptor(element.Put(new Row())));
}

public sealed class SvgImageDescriptor
{
    internal SvgImageDescriptor()
    {
    }
}

public static class SvgExtensions
{
    public static SvgImageDescriptor Svg(this IContainer container, string svg)
    {
        var limits = container as Constrained;
        var byWidth = limits is { MaxWidth: not null } or { MinWidth: not null };
        var byHeight = limits is { MaxHeight: not null } or { MinHeight: not null };
        container.Put(new Picture(new SvgDrawing(svg))
        {
            Fit = (byWidth, byHeight) switch
            {
                (true, true) => PictureFit.Area,
                (false, true) => PictureFit.Height,
                _ => PictureFit.Width,
            },
        });
        return new SvgImageDescriptor();
    }
}

public static class ElementExtensions
{
    public static IContainer DefaultTextStyle(this IContainer element, Func<TextStyle, TextStyle> handler) =>
        element.Put(new InheritedStyle(handler(TextStyle.Default)));

    public static IContainer ShowEntire(this IContainer element) => element.Put(new ShowEntire());

    public static IContainer EnsureSpace(this IContainer element, float minHeight = 150) =>
        element.Put(new EnsureSpace(minHeight));
}
