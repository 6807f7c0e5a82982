using Proctoring.Local.QuestPdf.Layout;
using Proctoring.Local.QuestPdf.Pdf;
using Proctoring.Local.QuestPdf.Text;
using QuestPDF.Infrastructure;

namespace QuestPDF.Fluent;

public sealed class Document : IDocument
{
    private readonly Action<IDocumentContainer> _compose;
    private DocumentMetadata _metadata = DocumentMetadata.Default;

    private Document(Action<IDocumentContainer> compose) => _compose = compose;

    public static Document Create(Action<IDocumentContainer> handler) => new(handler);

    public Document WithMetadata(DocumentMetadata metadata)
    {
        _metadata = metadata;
        return this;
    }

    public DocumentMetadata GetMetadata() => _metadata;

    public void Compose(IDocumentContainer container) => _compose(container);
}

public static class GenerateExtensions
{
    public static byte[] GeneratePdf(this IDocument document)
    {
        var stream = new MemoryStream();
        document.GeneratePdf(stream);
        return stream.ToArray();
    }

    public static void GeneratePdf(this IDocument document, Stream stream)
    {
        if (Settings.License is null)
            throw new Exception("Please configure the QuestPDF license by setting 'QuestPDF.Settings.License'.");
        var pages = new PageSequence();
        document.Compose(pages);
        pages.Inherit(new Styling(TextStyle.Default, new Font.Cache()));

        // Twice: a page that says how many there are can only be drawn when they have been counted.
        var total = pages.Draw(null, null);
        var pdf = new PdfDocument(stream, document.GetMetadata());
        pages.Draw(total, pdf);
        pdf.End();
    }
}
