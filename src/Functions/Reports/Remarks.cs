using System.Globalization;
using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>What a reader must know before trusting that a report is all there is.</summary>
static class Remarks
{
    /// <summary>Gaps that are named; of further ones only their number is.</summary>
    const int MostGaps = 20;

    public static IEnumerable<string> Of(SessionReport report)
    {
        if (report.Version is > 1 and var version)
            yield return Text($"Version {version} of the final report, as of {report.AsOf.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Events that were accepted before the end of the session were scored after version {version - 1} was made.");
        if (report.Missing.Count > 0)
            yield return Text($"{Events(report.Missing.Count)} never arrived: the running numbers {Gaps(report.Missing)} are missing. They were lost on their way or kept back.");
        if (report.Statistics.Total - report.Listed is > 0 and var counted)
            yield return Text($"The session reached its limit of events. From then on ordinary events were counted only: {Events(counted)} of {report.Statistics.Total:N0} stand in the figures and have no row of their own.");
    }

    static string Gaps(MissingNumbers missing)
    {
        var named = missing.Ranges.Take(MostGaps).ToList();
        var gaps = string.Join(", ", named.Select(gap => gap.From == gap.To ? Text($"{gap.From}") : Text($"{gap.From}–{gap.To}")));
        var rest = missing.Count - named.Sum(gap => gap.To - gap.From + 1);
        return rest == 0 ? gaps : Text($"{gaps} and {rest:N0} more");
    }

    static string Events(int count) => count == 1 ? "1 event" : Text($"{count:N0} events");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
