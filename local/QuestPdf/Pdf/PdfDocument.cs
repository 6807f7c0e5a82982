using System.Globalization;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Pdf;

/// <summary>A PDF file that grows page by page.</summary>
internal sealed class PdfDocument(Stream output, DocumentMetadata metadata)
{
    private readonly PdfFile _file = new(output);
    private readonly PdfResources _resources = new();
    private readonly List<int> _pages = [];
    private int _tree;
    private int _shared;

    public PageContent Begin(float height)
    {
        if (_tree == 0) (_tree, _shared) = (_file.Reserve(), _file.Reserve());
        return new PageContent(height, _resources);
    }

    public void End(PageContent page, float width, float height)
    {
        var content = _file.Stream("", page.Written.Span);
        _pages.Add(_file.Object(string.Create(CultureInfo.InvariantCulture,
            $"<< /Type /Page /Parent {_tree} 0 R /MediaBox [0 0 {width:F2} {height:F2}] /Resources {_shared} 0 R /Contents {content} 0 R >>")));
    }

    public void End()
    {
        _resources.Write(_file, _shared);
        _file.Object(_tree,
            $"<< /Type /Pages /Count {_pages.Count} /Kids [{string.Join(' ', _pages.Select(page => $"{page} 0 R"))}] >>");
        var language = metadata.Language is { } code ? $" /Lang {PdfFile.Text(code)}" : "";
        var catalog = _file.Object(
            $"<< /Type /Catalog /Pages {_tree} 0 R /ViewerPreferences << /DisplayDocTitle true >>{language} >>");
        _file.End(catalog, _file.Object($"<< {Information()} >>"));
    }

    private string Information()
    {
        (string Key, string? Text)[] texts =
        [
            ("Title", metadata.Title), ("Author", metadata.Author), ("Subject", metadata.Subject),
            ("Creator", metadata.Creator), ("Producer", "Proctoring.Local"),
        ];
        return string.Join(' ', texts.Where(entry => entry.Text is not null)
            .Select(entry => $"/{entry.Key} {PdfFile.Text(entry.Text!)}")
            .Append($"/CreationDate {PdfFile.Time(metadata.CreationDate)}")
            .Append($"/ModDate {PdfFile.Time(metadata.ModifiedDate)}"));
    }
}
