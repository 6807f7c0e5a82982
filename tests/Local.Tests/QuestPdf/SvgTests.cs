using QuestPDF.Drawing.Exceptions;
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

    [Fact]
    public void APictureKeepsToBothMeasuresThatItIsGiven()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            foreach (var height in new[] { 100, 20 })
                column.Item().Width(100).Height(height).Svg("""<svg viewBox="0 0 20 10"><rect x="0" y="0" width="20" height="10"/></svg>""");
        })).Pages);

        Assert.Equal([new(50, 50, 100, 50), new(50, 150, 40, 20)], page.Boxes);
    }

    [Fact]
    public void APictureThatIsHigherThanThePageIsRefused() => Assert.Throws<DocumentLayoutException>(
        () => Pdf.Bytes(content => content.Svg("""<svg viewBox="0 0 10 100"></svg>""")));

    /// <summary>Three points of the page, whose origin is at the bottom, are one of the picture.</summary>
    [Theory]
    [InlineData(
        """<line x1="0" y1="0" x2="10" y2="10" stroke="#000" stroke-width="2" stroke-dasharray="2 1"/>""",
        "0 0 0 RG|6 w 1 j [6 3 ] 0 d|50 250 m|80 220 l|S")]
    [InlineData("""<line x1="0" y1="0" x2="10" y2="10"/>""", "")]
    [InlineData(
        """<circle cx="5" cy="5" r="4" fill="none" stroke="#123456"/>""",
        "0.071 0.204 0.337 RG|3 w 1 j [] 0 d|65 247 m|65 247 l|71.627 247 77 241.627 77 235 c|77 235 l|77 228.373 71.627 223 65 223 c|"
        + "65 223 l|58.373 223 53 228.373 53 235 c|53 235 l|53 241.627 58.373 247 65 247 c|h|S")]
    [InlineData("""<polygon points="0,0 10,0 5,8" fill="#abc" fill-opacity="0.5"/>""", "/A128 gs|0.667 0.733 0.800 rg|50 250 m|80 250 l|65 226 l|h|f")]
    [InlineData("""<polyline points="0,0 10,10" stroke="#000"/>""", "0 0 0 RG|3 w 1 j [] 0 d|50 250 m|80 220 l|S")]
    [InlineData("""<polyline points="0,0 1e1,+10." stroke="#000" stroke-opacity="0.25"/>""", "/A64 gs|0 0 0 RG|3 w 1 j [] 0 d|50 250 m|80 220 l|S")]
    [InlineData("""<path d="M0 0 L10 0 L5 5 Z"/>""", "50 250 m|80 250 l|65 235 l|h|f")]
    [InlineData("""<g fill="#0000ff"><title>blue</title><path d="M0 0 L10 0"/></g><path d="M0 0 L0 10"/>""",
        "0 0 1 rg|50 250 m|80 250 l|f|0 0 0 rg|50 250 m|50 220 l|f")]
    [InlineData("""<rect x="1" y="2" width="3" height="4" fill="#ff0000" stroke="#00ff00"/>""", "1 0 0 rg|0 1 0 RG|3 w 1 j [] 0 d|53 232 9 12 re|B")]
    [InlineData(
        """<rect x="0" y="0" width="5" height="5" rx="1"/>""",
        "53 250 m|62 250 l|63.657 250 65 248.657 65 247 c|65 238 l|65 236.343 63.657 235 62 235 c|"
        + "53 235 l|51.343 235 50 236.343 50 238 c|50 247 l|50 248.657 51.343 250 53 250 c|h|f")]
    public void ShapesOfChartsAreDrawnInTheirPlaceAndColour(string shape, string drawn) => Assert.Equal(
        drawn.Split('|', StringSplitOptions.RemoveEmptyEntries),
        Assert.Single(Pdf.Of(content => content.Svg($"""<svg viewBox="0 0 100 50">{shape}</svg>""")).Pages).Content.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void ATransparencyIsAmongThePagesResources() => Assert.Contains(
        "/A128 << /ca 0.502 /CA 0.502 >>",
        System.Text.Encoding.Latin1.GetString(Pdf.Bytes(content => content.Svg(
            """<svg viewBox="0 0 100 50"><polygon points="0,0 10,0 5,8" fill-opacity="0.5"/></svg>"""))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""<svg viewBox="0 0 100"></svg>""")]
    [InlineData("""<svg viewBox="10 0 100 50"></svg>""")]
    [InlineData("""<svg viewBox="0 10 100 50"></svg>""")]
    [InlineData("""<svg width="100" height="50"></svg>""")]
    public void APictureBeginsAtItsOrigin(string svg) => Assert.Throws<NotSupportedException>(() => Pdf.Bytes(content => content.Svg(svg)));

    [Theory]
    [InlineData("""<text x="0" y="5">no fonts here</text>""")]
    [InlineData("""<path d="M0 0 C1 1 2 2 3 3"/>""")]
    [InlineData("""<rect x="0" y="0" width="5" height="5" transform="rotate(45)"/>""")]
    public void WhatCannotBeDrawnIsRefusedInsteadOfLeftOut(string shape) =>
        Assert.Throws<NotSupportedException>(() => Pdf.Bytes(content => content.Svg($"""<svg viewBox="0 0 100 50">{shape}</svg>""")));
}
