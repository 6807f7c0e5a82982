using Proctoring.Domain.Reports;
using QuestPDF.Elements.Table;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>What happened, line by line.</summary>
static class Tables
{
    public static void History(IContainer container, SessionReport report) =>
        PdfReport.Section(container, "History", null, column => column.Item().Table(table =>
        {
            table.ColumnsDefinition(columns =>
            {
                columns.ConstantColumn(92);
                columns.RelativeColumn(5);
                columns.RelativeColumn(6);
                columns.RelativeColumn(7);
            });
            table.Header(header =>
            {
                Head(header, "When");
                Head(header, "What");
                Head(header, "Who");
                Head(header, "Why");
            });
            foreach (var entry in report.History)
            {
                Cell(table).Text(Words.Time(entry.At));
                Cell(table).Text(entry.Text);
                Cell(table).Text(entry.By);
                Cell(table).Text(entry.Why ?? "");
            }
        }));

    public static void Alerts(IContainer container, SessionReport report) =>
        PdfReport.Section(container, "Alerts", Words.Count(report.Alerts.Count, "alert"), column =>
        {
            if (report.Alerts.Count == 0)
            {
                column.Item().Text("No alerts were raised.").FontColor(Look.Muted);
                return;
            }

            column.Item().Table(table =>
            {
                table.ColumnsDefinition(columns =>
                {
                    columns.ConstantColumn(46);
                    columns.ConstantColumn(46);
                    columns.ConstantColumn(82);
                    columns.RelativeColumn(4);
                    columns.ConstantColumn(30);
                    columns.RelativeColumn(4);
                });
                table.Header(header =>
                {
                    Head(header, "Time");
                    Head(header, "Severity");
                    Head(header, "Type");
                    Head(header, "Message");
                    Head(header, "Risk", right: true);
                    Head(header, "Resolution");
                });
                foreach (var alert in report.Alerts)
                {
                    Cell(table).Text(Words.Clock(alert.At, report.Session.StartedAt));
                    Cell(table).Text(Words.Readable(alert.Severity)).Bold().FontColor(Look.Of(alert.Severity));
                    Cell(table).Text(Words.Readable(alert.Type));
                    Cell(table).Text(alert.Message);
                    Cell(table).AlignRight().Text(Words.Number(alert.Risk));
                    Cell(table).Text(Resolution(alert));
                }
            });
        });

    public static void Events(IContainer container, SessionReport report) =>
        PdfReport.Section(container, "Every event", Words.Count(report.Events.Count, "event"), column =>
        {
            if (report.Events.Count == 0)
            {
                column.Item().Text("No events were recorded.").FontColor(Look.Muted);
                return;
            }

            column.Item().DefaultTextStyle(style => style.FontSize(Look.SmallSize)).Table(table =>
            {
                table.ColumnsDefinition(columns =>
                {
                    columns.ConstantColumn(30);
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
                var number = 0;
                foreach (var scored in report.Events)
                {
                    var e = scored.Event;
                    Cell(table).Text($"{++number}");
                    Cell(table).Text(Words.Clock(e.OccurredAt, report.Session.StartedAt));
                    Cell(table).Text(Words.Readable(e.Type));
                    Cell(table).Text(Words.Readable(e.Type.Severity)).FontColor(Look.Of(e.Type.Severity));
                    Cell(table).AlignRight().Text(e.Confidence is { } sure ? Words.Number(sure) : "");
                    Cell(table).AlignRight().Text(e.DurationMs is { } lasted ? Words.Length(TimeSpan.FromMilliseconds(lasted)) : "");
                    Cell(table).ShowEntire().Text(Details(scored.Late, scored.ReceivedAt, Words.Details(e)));
                    var points = Cell(table).AlignRight().Text(scored.Deduction == 0 ? "0" : $"−{scored.Deduction}");
                    if (scored.Deduction > 0) points.Bold();
                    Cell(table).ShowEntire().Text(Words.Remark(e.Type, scored.Reason));
                }
            });
        });

    public static void Head(TableCellDescriptor header, string text, bool right = false)
    {
        var cell = header.Cell().Background(Look.Accent).PaddingVertical(3.5f).PaddingHorizontal(4);
        (right ? cell.AlignRight() : cell).Text(text).FontSize(Look.SmallSize).Bold().FontColor(Look.Paper);
    }

    public static IContainer Cell(TableDescriptor table)
    {
        ITableCellContainer cell = table.Cell();
        return cell.BorderBottom(0.5f).BorderColor(Look.Rule).PaddingVertical(2.5f).PaddingHorizontal(4);
    }

    static string Details(bool late, DateTimeOffset receivedAt, string details) => !late
        ? details
        : details.Length == 0 ? $"received late, {Words.Clock(receivedAt)}" : $"{details}; received late, {Words.Clock(receivedAt)}";

    static string Resolution(ReportAlert alert) => alert.Resolution is not { } resolved
        ? "open"
        : $"{resolved.By}, {Words.Time(resolved.At)}" + (resolved.Note is { Length: > 0 } note ? $": {note}" : "");
}
