using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>Writes a report in one of its forms.</summary>
sealed class ReportRenderer
{
    public ReportRenderer(ReportOptions options)
    {
        QuestPDF.Settings.License = options.QuestPdfLicense;

        // The same on every machine: only the fonts that come with the application.
        QuestPDF.Settings.UseEnvironmentFonts = false;
    }

    public void Render(SessionReport report, ReportFormat format, Stream output)
    {
        switch (format)
        {
            case ReportFormat.Pdf:
                PdfReport.Write(report, output);
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
}
