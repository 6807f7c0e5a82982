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
}
