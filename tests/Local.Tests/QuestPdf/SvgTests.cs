using QuestPDF.Fluent;

namespace Proctoring.Local.Tests.QuestPdf;

[Collection(nameof(QuestPdfTests))]
public sealed class SvgTests
{
    [Fact]
    public void APictureIsScaledToTheWidthInItsOwnProportions()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            column.Item().Svg("""<svg viewBox="0 0 100 20"><rect x="10" y="5" width="30" height="10" fill="#ff0000"/></svg>""");
            column.Item().Block(10);
        })).Pages);

        Assert.Equal([new(80, 65, 90, 30), new(50, 110, 300, 10)], page.Boxes);
    }

    [Fact]
    public void APictureIsScaledToTheHeightThatItIsGiven()
    {
        var page = Assert.Single(Pdf.Of(content => content.Height(50).Svg(
            """<svg viewBox="0 0 20 10"><g fill="#00ff00"><rect x="0" y="0" width="20" height="10"/></g></svg>""")).Pages);

        Assert.Equal([new(50, 50, 100, 50)], page.Boxes);
    }

    [Theory]
    [InlineData("""<line x1="0" y1="0" x2="10" y2="10" stroke="#000" stroke-width="2" stroke-dasharray="2 1"/>""")]
    [InlineData("""<circle cx="5" cy="5" r="4" fill="none" stroke="#123456"/>""")]
    [InlineData("""<polygon points="0,0 10,0 5,8" fill="#abc" fill-opacity="0.5"/>""")]
    [InlineData("""<polyline points="0,0 10,10" stroke="#000"/>""")]
    [InlineData("""<path d="M0 0 L10 0 L5 5 Z"/>""")]
    [InlineData("""<rect x="0" y="0" width="5" height="5" rx="1"/>""")]
    public void ShapesOfChartsAreDrawn(string shape) =>
        Assert.NotEqual(
            Pdf.Bytes(content => content.Svg("""<svg viewBox="0 0 100 50"></svg>""")),
            Pdf.Bytes(content => content.Svg($"""<svg viewBox="0 0 100 50">{shape}</svg>""")));

    [Theory]
    [InlineData("""<text x="0" y="5">no fonts here</text>""")]
    [InlineData("""<path d="M0 0 C1 1 2 2 3 3"/>""")]
    [InlineData("""<rect x="0" y="0" width="5" height="5" transform="rotate(45)"/>""")]
    public void WhatCannotBeDrawnIsRefusedInsteadOfLeftOut(string shape) =>
        Assert.Throws<NotSupportedException>(() => Pdf.Bytes(content => content.Svg($"""<svg viewBox="0 0 100 50">{shape}</svg>""")));
}
