using Proctoring.Domain.Reports;
using QuestPDF.Drawing;

namespace Proctoring.Functions.Reports;

/// <summary>Writes a report in one of its forms.</summary>
sealed class ReportRenderer
{
    readonly string[] _fonts;

    public ReportRenderer(ReportOptions options)
    {
        QuestPDF.Settings.License = options.QuestPdfLicense;

        // The same on every machine: only the fonts that come with the application.
        QuestPDF.Settings.UseEnvironmentFonts = false;
        _fonts = ["Lato", .. Register(options.FontFolder)];
    }

    public void Render(SessionReport report, ReportFormat format, Stream output)
    {
        switch (format)
        {
            case ReportFormat.Pdf:
                PdfReport.Write(report, output, _fonts);
                break;
            case ReportFormat.Csv:
                CsvReport.Write(report, output);
                break;
            case ReportFormat.Json:
                JsonReport.Write(report, output);
                break;
            default:
                throw new InvalidOperationException($"Unknown format {format}.");
        }
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
