using Proctoring.Domain.Reports;
using QuestPDF.Drawing;

namespace Proctoring.Functions.Reports;

/// <summary>Writes a report in one of its forms.</summary>
sealed class ReportRenderer
{
    /// <summary>
    /// A layout is held in memory as a whole, some 100 MB when it is as large as it can be, and keeps a core busy. The other forms are written while they are
    /// read and need no turn.
    /// </summary>
    const int LayoutsAtOnce = 2;

    readonly string[] _fonts;
    readonly SemaphoreSlim _layouts = new(LayoutsAtOnce);

    public ReportRenderer(ReportOptions options)
    {
        QuestPDF.Settings.License = options.QuestPdfLicense;

        // The same on every machine: only the fonts that come with the application.
        QuestPDF.Settings.UseEnvironmentFonts = false;
        _fonts = ["Lato", .. Register(options.FontFolder)];
    }

    public async Task WriteAsync(ReportContent content, ReportFormat format, Stream output, CancellationToken cancellation)
    {
        switch (format)
        {
            case ReportFormat.Pdf:
                await WritePdfAsync(content, output, cancellation);
                break;
            case ReportFormat.Csv:
                await CsvReport.WriteAsync(content, output, cancellation);
                break;
            case ReportFormat.Json:
                await JsonReport.WriteAsync(content, output, cancellation);
                break;
            default:
                throw new InvalidOperationException($"Unknown format {format}.");
        }
    }

    async Task WritePdfAsync(ReportContent content, Stream output, CancellationToken cancellation)
    {
        var events = await PdfEvents.ReadAsync(content, cancellation);
        using var file = new MemoryStream();
        await _layouts.WaitAsync(cancellation);
        try
        {
            PdfReport.Write(content.Report, events, file, _fonts);
        }
        finally
        {
            _layouts.Release();
        }

        await output.WriteAsync(file.GetBuffer().AsMemory(0, (int)file.Length), cancellation);
    }

    static IEnumerable<string> Register(string? folder)
    {
        if (string.IsNullOrEmpty(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*.ttf").Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            var name = $"Report {Path.GetFileNameWithoutExtension(path)}";
            FontManager.RegisterFontWithCustomName(name, file);
            yield return name;
        }
    }
}
