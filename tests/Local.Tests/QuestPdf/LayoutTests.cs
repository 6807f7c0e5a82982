using Proctoring.Testing;
using QuestPDF.Drawing.Exceptions;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.Tests.QuestPdf;

[Collection(nameof(QuestPdfTests))]
public sealed class LayoutTests
{
    [Fact]
    public void AColumnStacksItsItemsWithSpaceBetween()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            column.Spacing(7);
            column.Item().Block(20);
            column.Item().Block(30);
        })).Pages);

        Assert.Equal([new(50, 50, 300, 20), new(50, 77, 300, 30)], page.Boxes);
    }

    [Fact]
    public void AColumnGoesOnWithTheNextPageWithoutLosingAnItem()
    {
        var pdf = Pdf.Of(content => content.Column(column =>
        {
            for (var i = 0; i < 50; i++) column.Item().Block(45);
        }));

        Assert.Equal([4, 4], pdf.Pages.Take(2).Select(page => page.Boxes.Count));
        Assert.Equal(50, pdf.Pages.Sum(page => page.Boxes.Count));
        Assert.Equal(13, pdf.Pages.Count);
    }

    [Fact]
    public void ARowDividesWhatFixedWidthsLeave()
    {
        var page = Assert.Single(Pdf.Of(content => content.Height(10).Row(row =>
        {
            row.Spacing(10);
            row.ConstantItem(40).Background("#111111");
            row.RelativeItem(3).Background("#222222");
            row.RelativeItem(1).Background("#333333");
        })).Pages);

        Assert.Equal([new(50, 50, 40, 10), new(100, 50, 180, 10), new(290, 50, 60, 10)], page.Boxes);
    }

    [Fact]
    public void AnAutomaticItemIsAsWideAsItsContent()
    {
        var page = Assert.Single(Pdf.Of(content => content.Row(row =>
        {
            row.AutoItem().PaddingRight(5).Text("narrow");
            row.RelativeItem().Text("rest");
        })).Pages);

        Assert.InRange(page.Find("rest").X, 50 + 5 + 25, 50 + 5 + 45);
    }

    [Fact]
    public void PaddingKeepsTheContentAway()
    {
        var page = Assert.Single(Pdf.Of(content => content
            .PaddingTop(11).PaddingLeft(13).PaddingRight(17).PaddingBottom(19).Block(10)).Pages);

        Assert.Equal([new(63, 61, 270, 10)], page.Boxes);
    }

    [Fact]
    public void PaddingOfAllSidesAddsUp()
    {
        var page = Assert.Single(Pdf.Of(content => content.Padding(10).PaddingHorizontal(3).PaddingVertical(5).Block(20)).Pages);

        Assert.Equal([new(63, 65, 274, 20)], page.Boxes);
    }

    [Fact]
    public void ABoxStandsWhereItIsAligned()
    {
        PdfBox At(Func<IContainer, IContainer> align) =>
            Assert.Single(Assert.Single(Pdf.Of(content => align(content).Width(100).Block(20)).Pages).Boxes);

        Assert.Equal(new(50, 50, 100, 20), At(content => content));
        Assert.Equal(new(150, 50, 100, 20), At(content => content.AlignCenter()));
        Assert.Equal(new(250, 50, 100, 20), At(content => content.AlignRight()));
        Assert.Equal(new(250, 230, 100, 20), At(content => content.AlignRight().AlignBottom()));
        Assert.Equal(new(150, 50, 100, 20), At(content => content.AlignCenter().AlignBottom().AlignTop()));
    }

    [Fact]
    public void ABoxHasItsLeastAndItsGreatestSize()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            column.Item().MinHeight(30).Text("one");
            column.Item().MaxWidth(40).Text("two three");
            column.Item().Row(row =>
            {
                row.AutoItem().MinWidth(70).Text("four");
                row.RelativeItem().Text("five");
            });
        })).Pages);

        Assert.Equal(30, page.Find("two").Y - page.Find("one").Y, 0.1f);
        Assert.Equal(12, page.Find("three").Y - page.Find("two").Y, 0.1f);
        Assert.Equal(120, page.Find("five").X, 0.1f);
        Assert.Throws<DocumentLayoutException>(() => Pdf.Bytes(content => content.MinHeight(201).Text("x")));
        Assert.Throws<DocumentLayoutException>(() => Pdf.Bytes(content => content.MinWidth(301).Text("x")));
    }

    [Fact]
    public void AnItemWithoutContentTakesNoSpaceBetween()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            column.Spacing(7);
            column.Item().Block(20);
            column.Item();
            column.Item().Block(30);
        })).Pages);

        Assert.Equal([50, 77], page.Boxes.Select(box => box.Y));
    }

    [Fact]
    public void ALongItemOfARowGoesOnAloneOnTheNextPage()
    {
        var pdf = Pdf.Of(content => content.Row(row =>
        {
            row.ConstantItem(60).Text("label");
            row.RelativeItem().Text(string.Join('\n', Enumerable.Range(1, 30)));
        }));

        Assert.Equal(2, pdf.Pages.Count);
        Assert.Single(pdf.Pages.SelectMany(page => page.Texts), text => text.Text == "label");
        Assert.Equal(30, pdf.Pages.SelectMany(page => page.Texts).Count(text => text.Text != "label"));
        Assert.Equal(110, pdf.Pages[1].Find("30").X, 0.1f);
    }

    [Fact]
    public void WhatMayNotBeDividedGoesToTheNextPage()
    {
        var pdf = Pdf.Of(content => content.Column(column =>
        {
            column.Item().Block(150);
            column.Item().ShowEntire().Column(inner =>
            {
                inner.Item().Block(40);
                inner.Item().Block(40);
            });
        }));

        Assert.Equal([1, 2], pdf.Pages.Select(page => page.Boxes.Count));
    }

    [Fact]
    public void AHeadingIsNotLeftAloneAtThePagesEnd()
    {
        var pdf = Pdf.Of(content => content.Column(column =>
        {
            column.Item().Block(150);
            column.Item().EnsureSpace(60).Column(inner =>
            {
                inner.Item().Text("Heading");
                for (var i = 0; i < 5; i++) inner.Item().Block(45);
            });
        }));

        Assert.DoesNotContain("Heading", pdf.Pages[0].Text, StringComparison.Ordinal);
        Assert.Equal("Heading", pdf.Pages[1].Lines[0]);
        Assert.Equal(6, pdf.Pages.Sum(page => page.Boxes.Count));
    }

    [Theory]
    [InlineData(49, true)]
    [InlineData(48, false)] // four lines
    public void AHeadingStaysWhereThereIsRoomEnough(float least, bool moves)
    {
        var pdf = Pdf.Of(content => content.Column(column =>
        {
            column.Item().Block(150);
            column.Item().EnsureSpace(least).Text("Heading\none\ntwo\nthree\nfour\nfive");
        }));

        Assert.Equal(moves ? 0 : 4, pdf.Pages[0].Texts.Count);
        Assert.Equal(6, pdf.Pages.Sum(page => page.Texts.Count));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(100_000)]
    public void WhatIsLargerThanAPageIsRefused(float height) =>
        Assert.Throws<DocumentLayoutException>(() => Pdf.Bytes(content => content.Block(height)));

    [Fact]
    public void FixedWidthsBeyondThePageAreRefused() =>
        Assert.Throws<DocumentLayoutException>(() => Pdf.Bytes(content => content.Row(row =>
        {
            row.ConstantItem(200).Text("a");
            row.ConstantItem(200).Text("b");
        })));

    [Fact]
    public void APlaceTakesOneContent() =>
        Assert.Throws<DocumentComposeException>(() => Pdf.Bytes(content =>
        {
            content.Text("first");
            content.Text("second");
        }));

    [Fact]
    public void DeepNestingDoesNotTakeExponentialTime()
    {
        var pdf = Pdf.Of(content =>
        {
            for (var depth = 0; depth < 60; depth++)
            {
                var inner = content;
                inner.Column(column => content = column.Item().ShowEntire().PaddingTop(0.1f).AlignRight());
            }

            content.Text("deep inside");
        });

        Assert.Equal("deep inside", pdf.Text);
    }

    [Fact]
    public void ADocumentWithoutContentIsOneEmptyPage() => Assert.Equal("", Assert.Single(Pdf.Of(_ => { }).Pages).Text);
}
