using Proctoring.Local.QuestPdf.Layout;
using Proctoring.Testing;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.Tests.QuestPdf;

/// <summary>Backgrounds, borders and their colours.</summary>
[Collection(nameof(QuestPdfTests))]
public sealed class BoxTests
{
    [Fact]
    public void ABackgroundFillsItsBoxWithItsColour() =>
        Assert.Equal("0.067 0.133 0.200 rg\n50 230 300 20 re\nf\n", Item(item => item.Background("#112233").Empty(20)).Content);

    [Fact]
    public void ABorderIsDrawnOverTheBoxsEdge()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column => column.Item().BorderBottom(4).Text("x"))).Pages);

        var box = Assert.Single(page.Boxes);
        Assert.Equal((50, 300, 4), (box.X, box.Width, box.Height));
        Assert.Equal(50 + 12 - 2, box.Y, 0.05f);
    }

    [Fact]
    public void ABorderHasFourEdgesOfItsColour()
    {
        var page = Item(item => item.Border(2).BorderColor("#ff0000").Empty(20));

        Assert.Equal([new(49, 49, 2, 22), new(49, 49, 302, 2), new(349, 49, 2, 22), new(49, 69, 302, 2)], page.Boxes);
        Assert.StartsWith("1 0 0 rg\n", page.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void EachEdgeHasItsOwnWidth() => Assert.Equal(
        [new(49, 48, 2, 25), new(49, 48, 304, 4), new(347, 48, 6, 25), new(49, 72, 304, 1)],
        Item(item => item.BorderLeft(2).BorderTop(4).BorderRight(6).BorderBottom(1).Empty(22.5f)).Boxes);

    /// <summary>What stands in a box with round corners is cut off at them, and what follows is not.</summary>
    [Fact]
    public void RoundCornersCutOffWhatIsInTheBox()
    {
        var page = Item(item => item.CornerRadius(5).Background("#112233").Empty(20), "after");

        Assert.StartsWith("q\n55 250 m\n345 250 l\n347.761 250 350 247.761 350 245 c\n350 235 l\n", page.Content, StringComparison.Ordinal);
        Assert.Contains("h\nW n\n0.067 0.133 0.200 rg\n50 230 300 20 re\nf\nQ\nBT\n", page.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void ABorderWithRoundCornersStandsInside()
    {
        var page = Item(item => item.CornerRadius(5).Border(2).BorderColor("#0000ff").Empty(20));

        Assert.Contains("Q\n0 0 1 rg\n55 250 m\n345 250 l\n", page.Content, StringComparison.Ordinal);
        // The hole: two points further in, and its corners rounder by as much.
        Assert.Contains("h\n55 248 m\n345 248 l\n", page.Content, StringComparison.Ordinal);
        Assert.EndsWith("h\nf*\n", page.Content, StringComparison.Ordinal);
        Assert.Empty(page.Boxes);
    }

    [Fact]
    public void ABackgroundStandsBehindItsText() =>
        Assert.StartsWith("1 0 0 rg\n50 238 300 12 re\nf\n0 0 0 rg\nBT\n", Item(item => item.Background("#ff0000").Text("x")).Content, StringComparison.Ordinal);

    [Fact]
    public void ATransparentBackgroundIsNotDrawn() => Assert.Equal("", Item(item => item.Background("#00112233").Empty(20)).Content);

    [Theory]
    [InlineData("#abc", 0xFFAABBCC)]
    [InlineData("8abc", 0x88AABBCC)]
    [InlineData("#a1b2c3", 0xFFA1B2C3)]
    [InlineData("#80a1b2c3", 0x80A1B2C3)]
    public void AColourIsReadFromItsDigits(string text, uint hex)
    {
        Color color = text;

        Assert.Equal(hex, color.Hex);
        Assert.Equal(((byte)(hex >> 24), (byte)(hex >> 16), (byte)(hex >> 8), (byte)hex), (color.Alpha, color.Red, color.Green, color.Blue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    public void WhatIsNoColourIsRefused(string text) => Assert.Throws<ArgumentException>(() => Color.FromHex(text));

    [Theory]
    [InlineData(72, Unit.Point)]
    [InlineData(0.0254f, Unit.Meter)]
    [InlineData(2.54f, Unit.Centimetre)]
    [InlineData(25.4f, Unit.Millimetre)]
    [InlineData(1f / 12, Unit.Feet)]
    [InlineData(1, Unit.Inch)]
    [InlineData(1000, Unit.Mil)]
    public void AnInchIs72Points(float value, Unit unit) => Assert.Equal(72, value.Points(unit), 0.001f);

    static PdfPageText Item(Action<IContainer> item, string? after = null) => Assert.Single(Pdf.Of(content => content.Column(column =>
    {
        item(column.Item());
        column.Item().Text(after);
    })).Pages);
}
