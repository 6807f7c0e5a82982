using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>All that a report consists of.</summary>
/// <param name="Report">What is said of the session.</param>
/// <param name="Events">Every event, to be read while they are written: they are many.</param>
sealed record ReportContent(SessionReport Report, ReportEvents Events);
