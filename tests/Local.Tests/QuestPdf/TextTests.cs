using QuestPDF.Drawing;
using QuestPDF.Fluent;

namespace Proctoring.Local.Tests.QuestPdf;

[Collection(nameof(QuestPdfTests))]
public sealed class TextTests
{
    const string Sentence = "The quick brown fox jumps over the lazy dog, and then it does so again and again until the line is full.";

    [Fact]
    public void ALongTextIsWrappedBetweenWords()
    {
        var page = Assert.Single(Pdf.Of(content => content.Text(Sentence)).Pages);

        Assert.Equal(2, page.Lines.Count);
        Assert.Equal(Sentence, string.Join(' ', page.Lines));
        Assert.All(page.Lines, line => Assert.Equal(line.Trim(), line));
    }

    [Fact]
    public void AWordLongerThanALineIsBroken()
    {
        var word = new string('m', 100);
        var page = Assert.Single(Pdf.Of(content => content.Text(word)).Pages);

        Assert.True(page.Lines.Count > 1);
        Assert.Equal(word, string.Concat(page.Lines));
    }

    [Fact]
    public void ALineFeedEndsALine()
    {
        var page = Assert.Single(Pdf.Of(content => content.Text("one\ntwo\n\nthree")).Pages);

        var pitch = page.Find("two").Y - page.Find("one").Y;
        Assert.Equal(2 * pitch, page.Find("three").Y - page.Find("two").Y, 0.1f);
    }

    [Fact]
    public void LinesThatDoNotFitGoOnWithTheNextPage()
    {
        var lines = Enumerable.Range(1, 100).Select(i => $"line {i}").ToArray();
        var pdf = Pdf.Of(content => content.Text(string.Join('\n', lines)));

        // 200 points hold 16 lines of 12 points.
        Assert.Equal(7, pdf.Pages.Count);
        Assert.Equal(16, pdf.Pages[0].Lines.Count);
        Assert.Equal(lines, pdf.Pages.SelectMany(page => page.Lines));
    }

    [Fact]
    public void TextStandsWhereItIsAligned()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            column.Item().Text("left");
            column.Item().AlignRight().Text("right");
            column.Item().AlignCenter().Text("centre");
        })).Pages);

        Assert.Equal(50, page.Find("left").X, 0.1f);
        Assert.Equal(350, page.Find("right").X + page.Find("right").Width, 0.1f);
        Assert.Equal(200, page.Find("centre").X + page.Find("centre").Width / 2, 0.1f);
    }

    [Fact]
    public void ATextMayBeAlignedByItself()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            column.Item().Text("right").AlignRight();
            column.Item().Text("centre").AlignCenter();
            column.Item().Text(text =>
            {
                text.AlignRight();
                text.Span("sp");
                text.Span("an").Bold();
            });
        })).Pages);

        foreach (var right in new[] { "right", "an" }) Assert.Equal(350, page.Find(right).X + page.Find(right).Width, 0.1f);
        Assert.Equal(200, page.Find("centre").X + page.Find("centre").Width / 2, 0.1f);
    }

    [Fact]
    public void ATextHasTheColourOfItsOwnOrElseThatAroundIt()
    {
        var page = Assert.Single(Pdf.Of(content => content.DefaultTextStyle(style => style.FontColor("#00ff00").Bold()).Column(column =>
        {
            column.Item().Text("inherited");
            column.Item().Text("own").FontColor("#ff0000").FontSize(20);
            column.Item().DefaultTextStyle(style => style.FontSize(15)).Text("size");
        })).Pages);

        Assert.Equal(["0 1 0 rg", "1 0 0 rg", "0 1 0 rg"], page.Content.Split('\n').Where(line => line.EndsWith("rg", StringComparison.Ordinal)));
        Assert.Equal([10, 20, 15], page.Texts.Select(text => text.Size));
        Assert.All(page.Texts, text => Assert.Contains("Bold", text.Font, StringComparison.Ordinal));
    }

    [Fact]
    public void LettersStandApartByPartsOfTheirSize()
    {
        float Next(float spacing) => Assert.Single(Pdf.Of(content => content.Text(text =>
        {
            text.Span("ab").LetterSpacing(spacing);
            text.Span("next");
        })).Pages).Find("next").X;

        Assert.Equal(Next(0) + 2 * 5, Next(0.5f), 0.01f);
        Assert.Matches(@"\n5 Tc\n(.+ Tf\n)?<[0-9A-F]{8}> Tj\n0 Tc\n", Assert.Single(Pdf.Of(content => content.Text("ab").LetterSpacing(0.5f)).Pages).Content);
    }

    [Fact]
    public void ACutTextEndsWithAnEllipsisAndFits()
    {
        var page = Assert.Single(Pdf.Of(content => content.Width(80).Text(Sentence).ClampLines(2)).Pages);

        Assert.Equal(2, page.Lines.Count);
        Assert.EndsWith("…", page.Lines[1], StringComparison.Ordinal);
        Assert.All(page.Texts, text => Assert.InRange(text.Width, 40, 80));
        Assert.Equal(["The", "quick"], Assert.Single(Pdf.Of(content => content.Width(30).Text("The quick").ClampLines(2)).Pages).Lines);
        Assert.Matches("^The quick brown.* \\(more\\)$", Assert.Single(Pdf.Of(content => content.Width(120).Text(Sentence).ClampLines(1, " (more)")).Pages).Text);
        Assert.StartsWith(page.Text.Replace('\n', ' ').TrimEnd('…'), Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void SpansOfDifferentStylesShareALine()
    {
        var page = Assert.Single(Pdf.Of(content => content.Text(text =>
        {
            text.Span("big ").FontSize(30).Bold();
            text.Span("small");
        })).Pages);

        var (big, small) = (page.Find("big "), page.Find("small"));
        Assert.Equal((30, 10), (big.Size, small.Size));
        Assert.Equal(big.Y, small.Y, 0.01f);
        Assert.True(small.X > big.X + 40);
        Assert.Contains("Bold", big.Font, StringComparison.Ordinal);
        Assert.DoesNotContain("Bold", small.Font, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Łódź Ğüneş Ελλάδα Привет Đặng")]
    [InlineData("“quotes” – dash − minus … € · ×")]
    public void LettersOfEuropeAreFoundByASearch(string text) =>
        Assert.Equal(text, Assert.Single(Pdf.Of(content => content.Text(text)).Pages).Text);

    [Theory]
    [InlineData("王小明")]
    [InlineData("محمد")]
    [InlineData("👩‍🎓 \u0000\u0007\t end")]
    [InlineData("\uD800 half a pair")]
    public void ACharacterThatNoFontHasIsDrawnAsMissing(string text) => Assert.Single(Pdf.Of(content => content.Text(text)).Pages);

    [Fact]
    public void AnEmptyOrMissingTextTakesNoHarm()
    {
        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            column.Item().Text("");
            column.Item().Text(default(string));
            column.Item().Text("   ");
            column.Item().Text("end");
        })).Pages);

        Assert.Equal("end", page.Find("end").Text);
    }

    [Fact]
    public void AFontCanBeRegisteredUnderANameOfItsOwn()
    {
        using (var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "fonts", "Lato-Bold.woff")))
            FontManager.RegisterFontWithCustomName("My own", file);

        var page = Assert.Single(Pdf.Of(content => content.Column(column =>
        {
            column.Item().DefaultTextStyle(style => style.FontFamily("My own")).Text("own");
            column.Item().DefaultTextStyle(style => style.FontFamily("Lato", "My own")).Text("first");
            column.Item().DefaultTextStyle(style => style.FontFamily("Nobody's")).Text("unknown");
        })).Pages);

        Assert.Equal(
            ["Lato-Bold", "Lato-Regular", "Lato-Regular"],
            new[] { "own", "first", "unknown" }.Select(text => page.Find(text).Font[7..]));
    }

    [Fact]
    public void AFileThatIsNoFontIsRefused() => Assert.Throws<NotSupportedException>(
        () => FontManager.RegisterFontWithCustomName("broken", new MemoryStream("certainly no font"u8.ToArray())));

    [Fact]
    public void OnlyTheGlyphsInUseAreEmbedded()
    {
        // The two whole fonts would take more than a megabyte.
        var few = Pdf.Bytes(content => content.Text("A").Bold());
        var many = Pdf.Bytes(content => content.Text(Sentence));

        Assert.InRange(few.Length, 1_000, 8_000);
        Assert.InRange(many.Length, few.Length + 1, 25_000);
    }
}
