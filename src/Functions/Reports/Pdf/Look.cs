using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>Colours and sizes of the PDF. Every text has a contrast of at least 4.5 : 1 (WCAG 2.2, AA).</summary>
static class Look
{
    public const float Margin = 40;
    public const float TextSize = 8.5f;
    public const float SmallSize = 7.5f;
    public const float TinySize = 6.5f;

    public static readonly Color Ink = Color.FromHex("#1B2430");
    public static readonly Color Muted = Color.FromHex("#55606E");
    public static readonly Color Rule = Color.FromHex("#D8DEE6");
    public static readonly Color Panel = Color.FromHex("#F4F6F9");
    public static readonly Color Track = Color.FromHex("#E3E8EF");
    public static readonly Color Accent = Color.FromHex("#1F3A5F");
    public static readonly Color Paper = Color.FromHex("#FFFFFF");
    public static readonly Color Note = Color.FromHex("#FFF6E0");

    static readonly Color Good = Color.FromHex("#1E7B4F");
    static readonly Color Fair = Color.FromHex("#8A6100");
    static readonly Color Poor = Color.FromHex("#B54708");
    static readonly Color Bad = Color.FromHex("#B42318");

    public static Color Of(IntegrityLevel level) => level switch
    {
        IntegrityLevel.Good => Good,
        IntegrityLevel.Fair => Fair,
        IntegrityLevel.Poor => Poor,
        _ => Bad,
    };

    public static Color Of(RiskLevel level) => level switch
    {
        RiskLevel.Low => Good,
        RiskLevel.Medium => Fair,
        _ => Bad,
    };

    public static Color OfRisk(double value) => Of(value < 0.3 ? RiskLevel.Low : value < 0.7 ? RiskLevel.Medium : RiskLevel.High);

    /// <summary>By severity, the least first.</summary>
    static readonly string[] SeverityHex = ["#5F6B7A", "#2F63B5", "#8A6100", "#B54708", "#B42318"];

    static readonly Color[] SeverityColors = [.. SeverityHex.Select(Color.FromHex)];

    public static Color Of(Severity severity) => SeverityColors[(int)severity];

    public static string Hex(Severity severity) => SeverityHex[(int)severity];

    public static Color OfStatus(string status) => status switch
    {
        "submitted" => Good,
        "timedOut" => Fair,
        "terminated" or "abandoned" => Bad,
        "running" or "paused" => Accent,
        _ => Muted,
    };
}
