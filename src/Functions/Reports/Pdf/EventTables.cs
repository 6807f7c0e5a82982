using Proctoring.Domain.Reports;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;
using static Proctoring.Functions.Reports.Tables;

namespace Proctoring.Functions.Reports;

/// <summary>The events: each that has a row, and how many of which type have none.</summary>
static class EventTables
{
    public static void Compose(IContainer container, SessionReport report, PdfEvents events) => container.Column(column =>
    {
        column.Spacing(16);
        if (events.Folded.Count == 0)
        {
            Rows(column.Item(), "Every event", Words.Count(report.Listed, "event"), report, events.Rows);
            return;
        }

        Rest(column.Item(), report, events);
        Rows(column.Item(), "Events of most weight", $"{events.Rows.Count:N0} of {Words.Count(report.Listed, "event")}", report, events.Rows);
    });

    static void Rest(IContainer container, SessionReport report, PdfEvents events) =>
        PdfReport.Section(container, "Events without a row here", Words.Count(report.Listed - events.Rows.Count, "event"), column =>
        {
            column.Item().Text(
                $"This session has more events than paper has room for. Below stand the {events.Rows.Count:N0} of most weight: what raised an alert, then " +
                "by points and severity, then the earlier ones. The CSV and JSON forms of this report hold every event; the numbers are the same there.");
            column.Item().Table(table =>
            {
                table.ColumnsDefinition(columns =>
                {
                    columns.RelativeColumn(6);
                    columns.RelativeColumn(2);
                    columns.RelativeColumn(2);
                    columns.RelativeColumn(4);
                    columns.RelativeColumn(4);
                });
                table.Header(header =>
                {
                    Head(header, "Type");
                    Head(header, "Events", right: true);
                    Head(header, "Points", right: true);
                    Head(header, "First");
                    Head(header, "Last");
                });
                foreach (var type in events.Folded)
                {
                    Cell(table).Text($"… and {Words.Count(type.Events, "further event")}: {Words.Readable(type.Type)}");
                    Cell(table).AlignRight().Text($"{type.Events:N0}");
                    Cell(table).AlignRight().Text(Reasons.Points(type.Points));
                    Cell(table).Text(Words.Time(type.First));
                    Cell(table).Text(Words.Time(type.Last));
                }
            });
        });

    static void Rows(IContainer container, string title, string remark, SessionReport report, IReadOnlyList<PdfRow> rows) =>
        PdfReport.Section(container, title, remark, column =>
        {
            if (rows.Count == 0)
            {
                column.Item().Text("No events were recorded.").FontColor(Look.Muted);
                return;
            }

            column.Item().DefaultTextStyle(style => style.FontSize(Look.SmallSize)).Table(table =>
            {
                table.ColumnsDefinition(columns =>
                {
                    columns.ConstantColumn(rows.Max(row => row.Number) < 100_000 ? 30 : 36);
                    columns.ConstantColumn(40);
                    columns.ConstantColumn(78);
                    columns.ConstantColumn(40);
                    columns.ConstantColumn(32);
                    columns.ConstantColumn(38);
                    columns.RelativeColumn(5);
                    columns.ConstantColumn(34);
                    columns.RelativeColumn(3);
                });
                table.Header(header =>
                {
                    Head(header, "No.");
                    Head(header, "Time");
                    Head(header, "Type");
                    Head(header, "Severity");
                    Head(header, "Conf.", right: true);
                    Head(header, "Lasted", right: true);
                    Head(header, "Details");
                    Head(header, "Points", right: true);
                    Head(header, "Remark");
                });
                foreach (var row in rows) Row(table, row, report.Session.StartedAt);
            });
        });

    static void Row(TableDescriptor table, PdfRow row, DateTimeOffset? day)
    {
        Cell(table).Text($"{row.Number}");
        Cell(table).Text(Words.Clock(row.At, day));
        Cell(table).Text(Words.Readable(row.Type));
        Cell(table).Text(Words.Readable(row.Type.Severity)).FontColor(Look.Of(row.Type.Severity));
        Cell(table).AlignRight().Text(row.Confidence is { } sure ? Words.Number(sure) : "");
        Cell(table).AlignRight().Text(row.DurationMs is { } lasted ? Words.Length(TimeSpan.FromMilliseconds(lasted)) : "");
        Cell(table).ShowEntire().Text(row.Details);
        var points = Cell(table).AlignRight().Text(row.Deduction == 0 ? "0" : $"−{row.Deduction}");
        if (row.Deduction > 0) points.Bold();
        Cell(table).ShowEntire().Text(row.Remark);
    }
}
