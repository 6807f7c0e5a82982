using Proctoring.Domain.Reports;
using QuestPDF.Elements.Table;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>What happened, line by line.</summary>
static class Tables
{
    /// <summary>Rows of a table whose entries somebody could make without end.</summary>
    const int MostRows = 1_000;

    public static void History(IContainer container, SessionReport report) =>
        PdfReport.Section(container, "History", null, column =>
        {
            // How it began, and how it ended.
            var (first, last) = (report.History.Take(MostRows / 2), report.History.Skip(MostRows / 2).TakeLast(MostRows / 2));
            column.Item().Table(table => History(table, [.. first, .. last]));
            Rest(column, report.History.Count - MostRows, "entry", "entries", "in the middle");
        });

    static void History(TableDescriptor table, IReadOnlyList<HistoryEntry> history)
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
        foreach (var entry in history)
        {
            Cell(table).Text(Words.Time(entry.At));
            Cell(table).Text(entry.Text);
            Cell(table).Text(entry.By);
            Cell(table).Text(entry.Why ?? "");
        }
    }

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
                foreach (var alert in report.Alerts.OrderByDescending(alert => alert.Severity).Take(MostRows).OrderBy(alert => alert.At))
                {
                    Cell(table).Text(Words.Clock(alert.At, report.Session.StartedAt));
                    Cell(table).Text(Words.Readable(alert.Severity)).Bold().FontColor(Look.Of(alert.Severity));
                    Cell(table).Text(Words.Readable(alert.Type));
                    Cell(table).Text(alert.Message);
                    Cell(table).AlignRight().Text(Words.Number(alert.Risk));
                    Cell(table).Text(Resolution(alert));
                }
            });
            Rest(column, report.Alerts.Count - MostRows, "alert", "alerts", "of no higher severity");
        });

    static void Rest(ColumnDescriptor column, int rest, string one, string many, string which)
    {
        if (rest > 0) column.Item().Text($"… and {rest:N0} further {(rest == 1 ? one : many)} {which}, complete in the JSON form of this report.").FontColor(Look.Muted);
    }

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

    static string Resolution(ReportAlert alert) => alert.Resolution is not { } resolved
        ? "open"
        : $"{resolved.By}, {Words.Time(resolved.At)}" + (resolved.Note is { Length: > 0 } note ? $": {note}" : "");
}
