using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Layout;

/// <summary>The page layouts of a document, one after the other.</summary>
internal sealed class PageSequence : IDocumentContainer
{
    public List<PageLayout> Layouts { get; } = [];

    public void Inherit(Styling styling)
    {
        foreach (var layout in Layouts) layout.Inherit(styling);
    }

    /// <summary>Draws, or counts without a document; gives the number of pages.</summary>
    public int Draw(int? total, Pdf.PdfDocument? document)
    {
        var next = 1;
        foreach (var layout in Layouts) next = layout.Draw(next, total, document);
        return next - 1;
    }
}
