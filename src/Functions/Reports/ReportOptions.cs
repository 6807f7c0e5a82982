using System.ComponentModel.DataAnnotations;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>Configuration section <c>Reports</c>.</summary>
sealed class ReportOptions
{
    public const string Section = "Reports";

    /// <summary>
    /// The QuestPDF licence of whoever runs this: Community is free for individuals, charities, open-source projects and
    /// businesses below a revenue of 1 million USD; others need Professional or Enterprise.
    /// </summary>
    [EnumDataType(typeof(LicenseType))]
    public LicenseType QuestPdfLicense { get; init; } = LicenseType.Community;

    /// <summary>
    /// A folder with further fonts (*.ttf) for names in scripts that Lato lacks: it has Latin, Greek and Cyrillic. They are
    /// asked for a character in the order of their file names.
    /// </summary>
    public string? FontFolder { get; init; }
}
