using System.Globalization;
using Proctoring.Local.QuestPdf.Layout;
using QuestPDF.Drawing.Exceptions;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.Tests.QuestPdf;

[Collection(nameof(QuestPdfTests))]
public sealed class TableTests
{
    [Fact]
    public void TheHeaderIsRepeatedOnEveryPageAndNoRowIsLostOrTwice()
    {
        var pdf = Pdf.Of(content => content.Table(table => Numbers(table, 100)));

        Assert.True(pdf.Pages.Count > 5);
        Assert.All(pdf.Pages, page => Assert.Equal("Number Square", page.Lines[0]));
        Assert.Equal(
            Enumerable.Range(1, 100).Select(i => $"{i} {i * i}"),
            pdf.Pages.SelectMany(page => page.Lines.Skip(1)));
    }

    [Fact]
    public void CellsOfARowAreAsHighAsTheHighest()
    {
        var page = Assert.Single(Pdf.Of(content => content.Table(table =>
        {
            table.ColumnsDefinition(columns =>
            {
                columns.RelativeColumn();
                columns.ConstantColumn(100);
            });
            table.Cell().Background("#111111").Text("one\ntwo\nthree");
            table.Cell().Background("#222222").Text("single");
            table.Cell().Text("below");
            table.Cell().Text("below too");
        })).Pages);

        Assert.Equal([new(50, 50, 200, 36), new(250, 50, 100, 36)], page.Boxes);
        Assert.Equal(page.Find("single").Y + 36, page.Find("below").Y, 0.1f);
    }

    [Fact]
    public void ALongCellIsDividedBetweenLinesAndItsNeighbourDrawnOnce()
    {
        var pdf = Pdf.Of(content => content.Table(table =>
        {
            table.ColumnsDefinition(columns =>
            {
                columns.ConstantColumn(60);
                columns.RelativeColumn();
            });
            table.Cell().Text("label");
            table.Cell().Text(string.Join('\n', Enumerable.Range(1, 30)));
        }));

        Assert.Equal(2, pdf.Pages.Count);
        Assert.Single(pdf.Pages.SelectMany(page => page.Texts), text => text.Text == "label");
        Assert.Equal(30, pdf.Pages.SelectMany(page => page.Texts).Count(text => text.Text != "label"));
    }

    [Fact]
    public void ARowWithACellThatMayNotBeDividedMovesAsAWhole()
    {
        var pdf = Pdf.Of(content => content.Table(table =>
        {
            table.ColumnsDefinition(columns =>
            {
                columns.ConstantColumn(60);
                columns.RelativeColumn();
            });
            for (var row = 0; row < 3; row++)
            {
                table.Cell().Text($"row {row}");
                table.Cell().ShowEntire().Text(string.Join('\n', Enumerable.Repeat("line", 7)));
            }
        }));

        Assert.Equal([2, 1], pdf.Pages.Select(page => page.Texts.Count(text => text.Text.StartsWith("row", StringComparison.Ordinal))));
        Assert.Equal([14, 7], pdf.Pages.Select(page => page.Texts.Count(text => text.Text == "line")));
    }

    [Fact]
    public void ColumnsShareWhatFixedOnesLeave()
    {
        var page = Assert.Single(Pdf.Of(content => content.Table(table =>
        {
            table.ColumnsDefinition(columns =>
            {
                columns.RelativeColumn(2);
                columns.ConstantColumn(60);
                columns.RelativeColumn();
            });
            for (var column = 0; column < 3; column++) ((IContainer)table.Cell()).Block(10);
        })).Pages);

        Assert.Equal([new(50, 50, 160, 10), new(210, 50, 60, 10), new(270, 50, 80, 10)], page.Boxes);
    }

    [Fact]
    public void ColumnsWiderThanThePageAreRefused() =>
        Assert.Throws<DocumentLayoutException>(() => Pdf.Bytes(content => content.Table(table =>
        {
            table.ColumnsDefinition(columns =>
            {
                columns.ConstantColumn(200);
                columns.ConstantColumn(200);
            });
            table.Cell().Text("x");
        })));

    [Fact]
    public void ATableWithoutColumnsIsRefused() =>
        Assert.Throws<DocumentComposeException>(() => Pdf.Bytes(content => content.Table(table => table.Cell().Text("x"))));

    [Theory]
    [InlineData(1_000)]
    [InlineData(8_000)]
    public void ARowIsMeasuredAFewTimesHoweverManyThereAre(int rows)
    {
        var probe = new Probe();
        Pdf.Bytes(content => content.Table(table =>
        {
            table.ColumnsDefinition(columns => columns.RelativeColumn());
            for (var row = 0; row < rows; row++) table.Cell().Put(new Placeholder { Child = new Probe.Cell(probe) });
        }));

        // Once to count the pages and once to draw them, and again what did not fit at a page's end.
        Assert.InRange(probe.Measured, 2 * rows, 3 * rows);
    }

    sealed class Probe
    {
        public int Measured { get; set; }

        public sealed class Cell(Probe probe) : Element
        {
            protected override Plan Fitting(Area space)
            {
                probe.Measured++;
                return space.Height < 20 ? Plan.None : Plan.All(10, 20);
            }

            protected override void Paint(Canvas canvas, Area space)
            {
            }
        }
    }

    static void Numbers(TableDescriptor table, int rows)
    {
        table.ColumnsDefinition(columns =>
        {
            columns.ConstantColumn(80);
            columns.RelativeColumn();
        });
        table.Header(header =>
        {
            header.Cell().Text("Number").Bold();
            header.Cell().Text("Square").Bold();
        });
        for (var i = 1; i <= rows; i++)
        {
            Cell(table, i);
            Cell(table, i * i);
        }
    }

    static void Cell(TableDescriptor table, int value)
    {
        IContainer cell = table.Cell();
        cell.PaddingVertical(2).Text(value.ToString(CultureInfo.InvariantCulture));
    }
}
