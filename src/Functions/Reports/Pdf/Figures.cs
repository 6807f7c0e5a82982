using Proctoring.Domain.Reports;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>The figures that a reviewer looks at first.</summary>
static class Figures
{
    public static void Compose(IContainer container, SessionReport report)
    {
        var (integrity, risk) = (report.Integrity, report.Risk);
        container.Row(row =>
        {
            row.Spacing(12);
            Card(row.RelativeItem(), "Integrity", $"{integrity.Score}", "of 100",
                Words.Level(integrity.Level), Look.Of(integrity.Level),
                integrity.Override is null ? "computed by the policy" : $"set by hand; computed {integrity.Computed}");
            Card(row.RelativeItem(), "Risk", Words.Number(risk.Score), "of 1",
                Words.Readable(risk.Level.ToString()), Look.Of(risk.Level),
                risk.Components.Count == 0 ? "nothing to judge by" : $"from {Words.Count(risk.Components.Count, "component")}");
            var open = report.Alerts.Count(alert => alert.Resolution is null);
            Card(row.RelativeItem(), "Events", $"{report.Statistics.Total:N0}", "",
                report.Alerts.Count == 0 ? "No alerts" : Words.Count(report.Alerts.Count, "alert"), Look.Accent,
                report.Alerts.Count == 0 ? "" : open == 0 ? "all resolved" : $"{open} open");
        });
    }

    static void Card(
        IContainer container, string title, string figure, string unit, string level, Color color, string remark) => container
        .Border(1).BorderColor(Look.Rule).CornerRadius(6).Padding(11).Column(column =>
        {
            column.Item().Row(row =>
            {
                row.RelativeItem().Text(title).Bold().FontColor(Look.Muted);
                row.AutoItem().Background(color).CornerRadius(7).PaddingVertical(1.5f).PaddingHorizontal(8)
                    .Text(level).FontSize(Look.SmallSize).Bold().FontColor(Look.Paper);
            });
            column.Item().Text(text =>
            {
                text.Span(figure).FontSize(34).Bold().FontColor(color);
                if (unit.Length > 0) text.Span($" {unit}").FontSize(10).FontColor(Look.Muted);
            });
            column.Item().Text(remark).FontSize(Look.SmallSize).FontColor(Look.Muted);
        });
}
