using QuestPDF.Elements.Table;

namespace Proctoring.Local.QuestPdf.Layout;

internal readonly record struct TableColumn(float Constant, float Relative);

internal sealed class TableCell : Wrapper, ITableCellContainer
{
    public bool Finished { get; set; }

    public override void Restart()
    {
        base.Restart();
        Finished = false;
    }
}

/// <summary>
/// Rows of cells, each as high as its highest cell. A row that does not fit is divided where its cells can be divided
/// (between two lines of text), otherwise it goes to the next page.
/// </summary>
internal sealed class Table(IReadOnlyList<TableColumn> columns, IReadOnlyList<TableCell> cells) : Element
{
    private readonly List<TableCell[]> _rows = [.. cells.Chunk(columns.Count)];
    private readonly float[] _widths = new float[columns.Count];
    private int _next;

    public override void Restart()
    {
        base.Restart();
        _next = 0;
        foreach (var cell in cells) cell.Restart();
    }

    public override void Inherit(Styling styling)
    {
        foreach (var cell in cells) cell.Inherit(styling);
    }

    protected override Plan Fitting(Area space)
    {
        if (_next == _rows.Count) return Plan.Empty;
        if (!Divide(space.Width)) return Plan.None;
        var (height, row, whole) = (0f, _next, true);
        while (row < _rows.Count && whole)
        {
            var plan = Measure(_rows[row], space.Height - height);
            if (plan.Fit == Fit.None) break;
            whole = plan.Ends;
            height += plan.Height;
            row++;
        }

        if (row == _next) return Plan.None;
        return whole && row == _rows.Count ? Plan.All(_widths.Sum(), height) : Plan.Part(_widths.Sum(), height);
    }

    protected override void Paint(Canvas canvas, Area space)
    {
        Divide(space.Width);
        for (var top = 0f; _next < _rows.Count; _next++)
        {
            var room = space.Height - top;
            var plan = Measure(_rows[_next], room);
            if (plan.Fit == Fit.None) return;
            Paint(canvas, _rows[_next], top, plan.Height, room);
            if (!plan.Ends) return;
            top += plan.Height;
        }
    }

    private Plan Measure(TableCell[] row, float room)
    {
        if (room < -Area.Tolerance) return Plan.None;
        var (height, ends) = (0f, true);
        for (var column = 0; column < row.Length; column++)
        {
            if (row[column].Finished) continue;
            var plan = row[column].Measure(new Area(_widths[column], room));
            if (plan.Fit == Fit.None) return Plan.None;
            height = Math.Max(height, plan.Height);
            ends &= plan.Ends;
        }

        return ends ? Plan.All(0, height) : Plan.Part(0, height);
    }

    private void Paint(Canvas canvas, TableCell[] row, float top, float height, float room)
    {
        var x = 0f;
        for (var column = 0; column < row.Length; column++)
        {
            var (cell, width) = (row[column], _widths[column]);
            var ends = cell.Measure(new Area(width, room)).Ends;
            canvas.Move(x, top);
            cell.Draw(canvas, new Area(width, height));
            canvas.Move(-x, -top);
            cell.Finished |= ends;
            x += width;
        }
    }

    private bool Divide(float available)
    {
        var (constant, relative) = (columns.Sum(column => column.Constant), columns.Sum(column => column.Relative));
        var share = relative > 0 ? (available - constant) / relative : 0;
        if (share < 0 || constant > available + Area.Tolerance) return false;
        for (var i = 0; i < _widths.Length; i++) _widths[i] = columns[i].Constant + columns[i].Relative * share;
        return true;
    }
}

/// <summary>A content with something above it on every page that it takes.</summary>
internal sealed class Headed(Element header, Element content) : Element
{
    public override void Restart()
    {
        base.Restart();
        header.Restart();
        content.Restart();
    }

    public override void Inherit(Styling styling)
    {
        header.Inherit(styling);
        content.Inherit(styling);
    }

    protected override Plan Fitting(Area space)
    {
        var head = header.Measure(space);
        if (!head.Ends) return Plan.None;
        var body = content.Measure(space with { Height = space.Height - head.Height });
        return body.Fit is Fit.Empty or Fit.None
            ? body
            : body.Sized(Math.Max(head.Width, body.Width), head.Height + body.Height);
    }

    protected override void Paint(Canvas canvas, Area space)
    {
        var head = header.Measure(space);
        header.Draw(canvas, space with { Height = head.Height });
        canvas.Move(0, head.Height);
        content.Draw(canvas, space with { Height = space.Height - head.Height });
        canvas.Move(0, -head.Height);
    }
}
