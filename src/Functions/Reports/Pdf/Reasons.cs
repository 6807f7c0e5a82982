using Proctoring.Domain.Reports;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>Why integrity and risk are what they are.</summary>
static class Reasons
{
    public static void Integrity(IContainer container, SessionReport report) =>
        PdfReport.Section(container, "Integrity: where the points went", null, column =>
        {
            var integrity = report.Integrity;
            if (integrity.Override is { } set)
                column.Item().Background(Look.Note).CornerRadius(4).Padding(7).Text(
                    $"The score was set to {set.Score} by {set.By} on {Words.Time(set.At)}: {set.Reason} " +
                    $"The computed score is {integrity.Computed}.");
            if (integrity.Deductions.Count == 0)
            {
                column.Item().Text("No event cost any points.").FontColor(Look.Muted);
                return;
            }

            column.Item().Table(table =>
            {
                table.ColumnsDefinition(columns =>
                {
                    columns.ConstantColumn(110);
                    columns.RelativeColumn();
                    columns.ConstantColumn(60);
                    columns.ConstantColumn(60);
                });
                table.Header(header =>
                {
                    Tables.Head(header, "Type");
                    Tables.Head(header, "Rule");
                    Tables.Head(header, "Events", right: true);
                    Tables.Head(header, "Points", right: true);
                });
                foreach (var rule in integrity.Deductions)
                {
                    Tables.Cell(table).Text(Words.Readable(rule.Type));
                    Tables.Cell(table).Text(Words.Rule(rule.Type, rule.Reason));
                    Tables.Cell(table).AlignRight().Text($"{rule.Events:N0}");
                    Tables.Cell(table).AlignRight().Text(Points(rule.Points));
                }

                var total = integrity.Deductions.Sum(rule => rule.Points);
                Tables.Cell(table).Text("Computed score").Bold();
                Tables.Cell(table).Text(total <= 100
                    ? $"100 − {total} = {integrity.Computed}"
                    : $"100 − {total:N0}, but never below 0: {integrity.Computed}");
                Tables.Cell(table).AlignRight().Text($"{integrity.Deductions.Sum(rule => rule.Events):N0}").Bold();
                Tables.Cell(table).AlignRight().Text(Points(total)).Bold();
            });
        });

    public static void Risk(IContainer container, SessionReport report) =>
        PdfReport.Section(container, "Risk: components", "value 0 to 1, weighted", column =>
        {
            if (report.Risk.Components.Count == 0)
            {
                column.Item().Text("There is no baseline and nothing that counts towards the risk.").FontColor(Look.Muted);
                return;
            }

            column.Spacing(5);
            foreach (var component in report.Risk.Components)
                column.Item().ShowEntire().Row(row =>
                {
                    row.Spacing(8);
                    row.ConstantItem(96).Text(Words.Readable(component.Name));
                    Charts.Bar(row.ConstantItem(110).PaddingTop(1.5f), component.Value, Look.OfRisk(component.Value));
                    row.ConstantItem(74).Text($"{Words.Number(component.Value)} × {Words.Number(component.Weight * 100, "0.#")} %");
                    row.RelativeItem().Text(component.Why).FontColor(Look.Muted);
                });
        });

    public static string Points(int points) => points == 0 ? "0" : $"−{points:N0}";
}
