using Proctoring.Testing;
using QuestPDF.Drawing.Exceptions;
using QuestPDF.Fluent;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.Tests.QuestPdf;

[Collection(nameof(QuestPdfTests))]
public sealed class DocumentTests
{
    [Fact]
    public void HeaderAndFooterStandOnEveryPageWithItsNumberAndTheTotal()
    {
        var pdf = new PdfFileReader(Document.Create(document => document.Page(page =>
        {
            page.Margin(50);
            page.Header().Text("header");
            page.Content().Column(column =>
            {
                for (var i = 0; i < 12; i++) column.Item().Block(600);
            });
            page.Footer().AlignRight().Text(text =>
            {
                text.Span("Page ");
                text.CurrentPageNumber();
                text.Span(" of ");
                text.TotalPages();
            });
        })).GeneratePdf());

        Assert.Equal(
            Enumerable.Range(1, 12).Select(number => $"header\nPage  {number}  of  12"), pdf.Pages.Select(page => page.Text));
        Assert.Equal((595.28f, 841.89f), (pdf.Pages[0].Width, pdf.Pages[0].Height));
    }

    [Fact]
    public void PagesOfAnotherKindAreCountedOn()
    {
        var pdf = new PdfFileReader(Document.Create(document => document
            .Page(page => page.Content().Column(column =>
            {
                column.Item().Text("cover");
                column.Item().Block(800);
            }))
            .Page(page =>
            {
                page.Size(new PageSize(300, 200));
                page.MarginHorizontal(10);
                page.MarginTop(20);
                page.MarginBottom(30);
                page.Content().Text(text =>
                {
                    text.CurrentPageNumber();
                    text.Span("/");
                    text.TotalPages();
                });
                page.Footer().Text("end");
            })).GeneratePdf());

        Assert.Equal(["cover", "2 / 2\nend"], pdf.Pages.Select(page => page.Text));
        Assert.Equal((300, 200), (pdf.Pages[1].Width, pdf.Pages[1].Height));
        Assert.Equal(10, pdf.Pages[1].Find("2").X);
        Assert.InRange(pdf.Pages[1].Find("2").Y, 20 + 8, 20 + 14);
        Assert.InRange(pdf.Pages[1].Find("end").Y, 200 - 30 - 5, 200 - 30);
    }

    [Fact]
    public void TheFooterStandsAtTheBottomOfAPageWithLittleContent()
    {
        var page = Assert.Single(new PdfFileReader(Document.Create(document => document.Page(page =>
        {
            page.Margin(50);
            page.Content().Text("little");
            page.Footer().Text("footer");
        })).GeneratePdf()).Pages);

        Assert.InRange(page.Find("footer").Y, 841 - 50 - 5, 841 - 50);
    }

    [Fact]
    public void AFooterLargerThanThePageIsRefused() =>
        Assert.Throws<DocumentLayoutException>(() => Document.Create(document => document.Page(page =>
        {
            page.Content().Text("x");
            page.Footer().Block(900);
        })).GeneratePdf());

    [Fact]
    public void MetadataOfAnyLanguageIsInTheFile()
    {
        var bytes = Document.Create(document => document.Page(page => page.Content().Text("x")))
            .WithMetadata(new DocumentMetadata
            {
                Title = "Zażółć 王",
                Author = "Org (1)",
                Language = "en",
                Subject = "Session",
                Creator = "Proctoring",
                ModifiedDate = new(2026, 3, 10, 10, 0, 0, TimeSpan.Zero),
                CreationDate = new(2026, 3, 9, 10, 0, 0, TimeSpan.FromHours(2)),
            }).GeneratePdf();
        var pdf = new PdfFileReader(bytes);

        Assert.Equal("Zażółć 王", pdf.Info("Title"));
        Assert.Equal("Org (1)", pdf.Info("Author"));
        Assert.Equal(("Session", "Proctoring"), (pdf.Info("Subject"), pdf.Info("Creator")));
        Assert.Contains("/CreationDate (D:20260309080000Z)", pdf.Information, StringComparison.Ordinal);
        Assert.Contains("/ModDate (D:20260310100000Z)", pdf.Information, StringComparison.Ordinal);
        Assert.Contains("/Lang <FEFF0065006E>", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameDocumentGivesTheSameFile() =>
        Assert.Equal(Pdf.Bytes(content => content.Text("the same")), Pdf.Bytes(content => content.Text("the same")));

    [Fact]
    public void APdfCanBeWrittenToAStreamThatOnlyGoesForward()
    {
        var memory = new MemoryStream();
        using (var stream = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            Document.Create(document => document.Page(page => page.Content().Text("through"))).GeneratePdf(stream);

        memory.Position = 0;
        var plain = new MemoryStream();
        using (var stream = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionMode.Decompress))
            stream.CopyTo(plain);
        Assert.Equal("through", new PdfFileReader(plain.ToArray()).Text);
    }

    [Fact]
    public void WithoutALicenceThereIsNoDocument()
    {
        var declared = global::QuestPDF.Settings.License;
        global::QuestPDF.Settings.License = null;
        try
        {
            Assert.Contains("License", Assert.Throws<Exception>(() => Pdf.Bytes(content => content.Text("x"))).Message, StringComparison.Ordinal);
        }
        finally
        {
            global::QuestPDF.Settings.License = declared;
        }
    }
}
