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

            column.Spacing(3);
            var most = report.Statistics.ByType.Values.Max();
            foreach (var (name, count) in report.Statistics.ByType.OrderByDescending(type => type.Value).ThenBy(type => type.Key))
            {
                var severity = EventType.TryParse(name, out var type) ? type.Severity : Severity.Info;
                column.Item().Row(row =>
                {
                    row.Spacing(8);
                    row.ConstantItem(110).Text(Words.Readable(name));
                    row.ConstantItem(48).Text(Words.Readable(severity.ToString())).FontSize(Look.SmallSize).FontColor(Look.Of(severity));
                    Bar(row.RelativeItem().PaddingTop(1.5f), (double)count / most, Look.Of(severity), track: false);
                    row.ConstantItem(44).AlignRight().Text($"{count:N0}");
                });
            }
        });

    public static void Timeline(IContainer container, SessionReport report)
    {
        var timeline = SessionTimeline.Of(report);
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
                for (var i = 0; i < SessionTimeline.Ticks; i++)
                    row.RelativeItem().Text(timeline.TickLabel(i)).FontSize(Look.TinySize).FontColor(Look.Muted);
            });
            column.Item().PaddingTop(4).Row(row =>
            {
                row.Spacing(12);
                foreach (var severity in timeline.Severities)
                    Key(row, Look.Of(severity), Words.Readable(severity.ToString()));
                if (report.Alerts.Count > 0) Key(row, Look.Ink, "▼ alert");
                if (report.Pauses.Count > 0) Key(row, SessionTimeline.PauseColor, "Paused");
                if (report.Absences.Count > 0) Key(row, SessionTimeline.AbsenceColor, "Candidate missing");
            });
        });
    }

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

    static void Key(RowDescriptor legend, Color color, string text) => legend.AutoItem().Row(row =>
    {
        row.Spacing(4);
        row.ConstantItem(8).PaddingTop(1).Height(7).Row(box => box.RelativeItem().Background(color).CornerRadius(1.5f));
        row.AutoItem().Text(text).FontSize(Look.SmallSize).FontColor(Look.Muted);
    });
}
