using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>What is easier seen than read.</summary>
static class Charts
{
    public static void ByType(IContainer container, SessionReport report) =>
        PdfReport.Section(container, "Events by type", Words.Count(report.Statistics.Total, "event"), column =>
        {
            if (report.Statistics.Total == 0)
            {
                column.Item().Text("No events were recorded.").FontColor(Look.Muted);
                return;
            }

            // Two columns with the same scale: the chart of all types there are takes a third of a page.
            var types = report.Statistics.ByType.OrderByDescending(type => type.Value).ThenBy(type => type.Key).ToList();
            var half = (types.Count + 1) / 2;
            column.Item().ShowEntire().Row(row =>
            {
                row.Spacing(20);
                Bars(row.RelativeItem(), types.Take(half), types[0].Value);
                Bars(row.RelativeItem(), types.Skip(half), types[0].Value);
            });
        });

    static void Bars(IContainer container, IEnumerable<KeyValuePair<string, int>> types, int most) => container.Column(column =>
    {
        column.Spacing(3);
        foreach (var (name, count) in types)
        {
            var severity = EventType.TryParse(name, out var type) ? type.Severity : Severity.Info;
            column.Item().Row(row =>
            {
                row.Spacing(6);
                row.ConstantItem(78).Text(Words.Readable(name));
                Bar(row.RelativeItem().PaddingTop(1.5f), (double)count / most, Look.Of(severity), track: false);
                row.ConstantItem(34).AlignRight().Text($"{count:N0}");
            });
        }
    });

    public static void Timeline(IContainer container, SessionReport report, SessionTimeline? timeline) =>
        PdfReport.Section(container, "Session timeline", timeline?.Remark, column =>
        {
            if (timeline is null)
            {
                column.Item().Text("The session never started.").FontColor(Look.Muted);
                return;
            }

            column.Spacing(2);
            column.Item().Svg(timeline.ToSvg());
            column.Item().Row(row =>
            {
                foreach (var (label, width) in timeline.TickLabels())
                    row.RelativeItem(width).Text(label).FontSize(Look.TinySize).FontColor(Look.Muted);
            });
            column.Item().PaddingTop(4).Row(row =>
            {
                row.Spacing(12);
                foreach (var severity in timeline.Severities)
                    Key(row, SessionTimeline.Swatch(Look.Hex(severity)), Words.Readable(severity));
                if (report.Alerts.Count > 0) Key(row, SessionTimeline.AlertMark, "Alert");
                if (report.Pauses.Count > 0) Key(row, SessionTimeline.Swatch(SessionTimeline.PauseHex), "Paused");
                if (report.Absences.Count > 0) Key(row, SessionTimeline.Swatch(SessionTimeline.AbsenceHex), "Missing");
            });
        });

    /// <summary>A horizontal bar that fills a part (0..1) of the width.</summary>
    public static void Bar(IContainer container, double part, Color color, bool track = true)
    {
        var filled = (float)Math.Clamp(part, 0.004, 1);
        container.Height(8).Row(row =>
        {
            row.RelativeItem(filled).Background(color);
            if (filled < 1) row.RelativeItem(1 - filled).Background(track ? Look.Track : Look.Paper);
        });
    }

    static void Key(RowDescriptor legend, string svg, string text) => legend.AutoItem().Row(row =>
    {
        row.Spacing(4);
        row.ConstantItem(8).PaddingTop(1).Svg(svg);
        row.AutoItem().Text(text).FontSize(Look.SmallSize).FontColor(Look.Muted);
    });
}
