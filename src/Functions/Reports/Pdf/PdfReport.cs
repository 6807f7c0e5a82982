using Proctoring.Domain.Reports;
using QuestPDF.Fluent;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>The report on paper.</summary>
static class PdfReport
{
    /// <param name="report">What is said of the session.</param>
    /// <param name="events">What is shown of the events.</param>
    /// <param name="output">Where the file goes.</param>
    /// <param name="fonts">Font families; a character is taken from the first that has it.</param>
    public static void Write(SessionReport report, PdfEvents events, Stream output, params string[] fonts) => Document
        .Create(container => container.Page(page => Compose(page, report, events, fonts)))
        .WithMetadata(new DocumentMetadata
        {
            Title = Words.Plain($"Proctoring report: {report.Candidate.Name}, {Subject(report)}"),
            Author = Words.Plain(report.Organization.Name),
            Subject = $"Session {report.Session.Id}",
            Creator = "Proctoring",
            Language = "en",

            // Of the report, not of this moment: the same report gives the same file.
            CreationDate = report.CreatedAt,
            ModifiedDate = report.CreatedAt,
        })
        .GeneratePdf(output);

    public static string Subject(SessionReport report) => report.Exam?.Name ?? "Interview";

    static void Compose(PageDescriptor page, SessionReport report, PdfEvents events, string[] fonts)
    {
        page.Size(PageSizes.A4);
        page.MarginHorizontal(Look.Margin);
        page.MarginTop(28);
        page.MarginBottom(24);
        page.DefaultTextStyle(style => style.FontFamily(fonts).FontSize(Look.TextSize).FontColor(Look.Ink));
        Header(page.Header(), report);
        page.Content().PaddingVertical(12).Column(column =>
        {
            column.Spacing(16);
            Cover.Compose(column.Item(), report);
            Figures.Compose(column.Item(), report);
            Reasons.Integrity(column.Item(), report);
            Reasons.Risk(column.Item(), report);
            Charts.ByType(column.Item(), report);
            Charts.Timeline(column.Item(), report, events.Timeline);
            Tables.History(column.Item(), report);
            Tables.Alerts(column.Item(), report);
            EventTables.Compose(column.Item(), report, events);
            Evidence(column.Item(), report);
        });
        Footer(page.Footer(), report);
    }

    /// <summary>A part of the report under its heading, which never stands alone at the bottom of a page.</summary>
    public static void Section(IContainer container, string title, string? remark, Action<ColumnDescriptor> content) =>
        container.EnsureSpace(110).Column(column =>
        {
            column.Spacing(6);
            column.Item().BorderBottom(1).BorderColor(Look.Accent).PaddingBottom(3).Row(row =>
            {
                row.RelativeItem().Text(title).FontSize(11.5f).Bold().FontColor(Look.Accent);
                if (remark is not null)
                    row.AutoItem().AlignBottom().Text(remark).FontSize(Look.SmallSize).FontColor(Look.Muted);
            });
            content(column);
        });

    static void Header(IContainer container, SessionReport report) => container
        .BorderBottom(0.5f).BorderColor(Look.Rule).PaddingBottom(5)
        .DefaultTextStyle(style => style.FontSize(Look.SmallSize).FontColor(Look.Muted))
        .Row(row =>
        {
            row.Spacing(12);
            row.RelativeItem().Text(report.Organization.Name).ClampLines(1);
            row.RelativeItem(2).AlignRight().Text($"{report.Candidate.Name}  ·  {Subject(report)}").ClampLines(1);
        });

    static void Footer(IContainer container, SessionReport report) => container
        .BorderTop(0.5f).BorderColor(Look.Rule).PaddingTop(5)
        .DefaultTextStyle(style => style.FontSize(Look.TinySize).FontColor(Look.Muted))
        .Row(row =>
        {
            row.RelativeItem().Text($"Report {report.Id}  ·  SHA-256 {report.Evidence.Sha256}").ClampLines(1);
            row.ConstantItem(80).AlignRight().Text(text =>
            {
                text.Span("Page ");
                text.CurrentPageNumber();
                text.Span(" of ");
                text.TotalPages();
            });
        });

    static void Evidence(IContainer container, SessionReport report) => container
        .ShowEntire().Background(Look.Panel).CornerRadius(4).Padding(8)
        .DefaultTextStyle(style => style.FontSize(Look.SmallSize))
        .Column(column =>
        {
            column.Spacing(2);
            column.Item().Text("Integrity of the evidence").Bold();
            column.Item().Text(
                $"This report was made from {Words.Count(report.Evidence.Pages, "stored page")} with " +
                $"{Words.Count(report.Listed, "event")}. SHA-256 over the bytes of these pages, in order:");
            column.Item().Text(report.Evidence.Sha256);
        });
}
