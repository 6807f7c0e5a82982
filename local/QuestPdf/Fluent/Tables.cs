using Proctoring.Local.QuestPdf.Layout;
using QuestPDF.Drawing.Exceptions;
using QuestPDF.Elements.Table;
using QuestPDF.Infrastructure;

namespace QuestPDF.Elements.Table
{
    public interface ITableCellContainer : IContainer;
}

namespace QuestPDF.Fluent
{
    public sealed class TableColumnsDefinitionDescriptor
    {
        internal TableColumnsDefinitionDescriptor()
        {
        }

        internal List<TableColumn> Columns { get; } = [];

        public void ConstantColumn(float width, Unit unit = Unit.Point) =>
            Columns.Add(new TableColumn(width.Points(unit), 0));

        public void RelativeColumn(float width = 1) => Columns.Add(new TableColumn(0, width));
    }

    public sealed class TableCellDescriptor
    {
        private readonly List<TableCell> _cells;

        internal TableCellDescriptor(List<TableCell> cells) => _cells = cells;

        public ITableCellContainer Cell()
        {
            var cell = new TableCell();
            _cells.Add(cell);
            return cell;
        }
    }

    public sealed class TableDescriptor
    {
        private readonly TableColumnsDefinitionDescriptor _columns = new();
        private readonly List<TableCell> _header = [];
        private readonly List<TableCell> _cells = [];

        internal TableDescriptor()
        {
        }

        public void ColumnsDefinition(Action<TableColumnsDefinitionDescriptor> handler) => handler(_columns);

        public void Header(Action<TableCellDescriptor> handler) => handler(new TableCellDescriptor(_header));

        public ITableCellContainer Cell() => new TableCellDescriptor(_cells).Cell();

        internal Element Build()
        {
            var columns = _columns.Columns;
            if (columns.Count == 0) throw new DocumentComposeException("The table has no columns.");
            var body = new Table(columns, _cells);
            if (_header.Count == 0) return body;
            return new Headed(new Repeat { Child = new Table(columns, _header) }, body);
        }
    }

    public static class TableExtensions
    {
        public static void Table(this IContainer element, Action<TableDescriptor> handler)
        {
            var descriptor = new TableDescriptor();
            handler(descriptor);
            element.Put(descriptor.Build());
        }
    }
}
