using Proctoring.Testing;
using QuestPDF.Fluent;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.Tests.QuestPdf;

/// <summary>The licence is a setting of the whole process: tests that make documents run one after the other.</summary>
[CollectionDefinition(nameof(QuestPdfTests))]
public sealed class QuestPdfTests : ICollectionFixture<DeclaredLicense>;

public sealed class DeclaredLicense
{
    public DeclaredLicense() => global::QuestPDF.Settings.License = LicenseType.Community;
}

static class Pdf
{
    /// <summary>A page of 400 × 300 points with a margin of 50: 300 × 200 for the content, text of 10 points.</summary>
    public static PdfFileReader Of(Action<IContainer> content) => new(Bytes(content));

    public static byte[] Bytes(Action<IContainer> content) => Document.Create(document => document.Page(page =>
    {
        page.Size(new PageSize(400, 300));
        page.Margin(50);
        page.DefaultTextStyle(style => style.FontSize(10));
        content(page.Content());
    })).WithMetadata(new DocumentMetadata { CreationDate = DateTimeOffset.UnixEpoch, ModifiedDate = DateTimeOffset.UnixEpoch }).GeneratePdf();

    /// <summary>A block of one colour that can be found among the page's boxes.</summary>
    public static void Block(this IContainer container, float height) =>
        container.Height(height).Row(row => row.RelativeItem().Background("#336699"));

    /// <summary>Room that shows nothing of its own.</summary>
    public static void Empty(this IContainer container, float height) => container.Height(height).Row(row => row.RelativeItem());
}
