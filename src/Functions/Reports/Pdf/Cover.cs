using Proctoring.Domain.Reports;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Reports;

/// <summary>Who, what and when.</summary>
static class Cover
{
    public static void Compose(IContainer container, SessionReport report) => container.Column(column =>
    {
        column.Spacing(10);
        column.Item().Row(row =>
        {
            row.Spacing(16);
            row.RelativeItem().Column(titles =>
            {
                titles.Item().Text("PROCTORING REPORT").FontSize(Look.SmallSize).LetterSpacing(0.12f).Bold().FontColor(Look.Muted);
                titles.Item().Text(PdfReport.Subject(report)).FontSize(21).Bold().FontColor(Look.Accent);
                titles.Item().Text(report.Candidate.Name).FontSize(13);
            });
            row.AutoItem().AlignTop().PaddingTop(10).Background(Look.OfStatus(report.Session.Status)).CornerRadius(9)
                .PaddingVertical(4).PaddingHorizontal(12)
                .Text(Words.Readable(report.Session.Status)).FontSize(10).Bold().FontColor(Look.Paper);
        });
        if (!report.IsFinal)
            column.Item().Background(Look.Note).CornerRadius(4).Padding(7).Text(report.Session.StartedAt is null
                ? "Preliminary: the session had not begun when this report was made."
                : "Preliminary: the session was still going on, or accepted events were still being scored, when this report was made.");
        foreach (var remark in Remarks.Of(report))
            column.Item().Background(Look.Note).CornerRadius(4).Padding(7).Text(remark);
        Facts(column.Item(), report);
    });

    static void Facts(IContainer container, SessionReport report)
    {
        var facts = FactsOf(report).ToList();
        var half = (facts.Count + 1) / 2;
        container.Background(Look.Panel).CornerRadius(6).Padding(10).Row(row =>
        {
            row.Spacing(18);
            row.RelativeItem().Column(column => List(column, facts.Take(half)));
            row.RelativeItem().Column(column => List(column, facts.Skip(half)));
        });
    }

    static void List(ColumnDescriptor column, IEnumerable<(string Name, string Value)> facts)
    {
        column.Spacing(3);
        foreach (var (name, value) in facts)
            column.Item().Row(row =>
            {
                row.ConstantItem(82).Text(name).FontColor(Look.Muted);
                row.RelativeItem().Text(value);
            });
    }

    static IEnumerable<(string Name, string Value)> FactsOf(SessionReport report)
    {
        var session = report.Session;
        yield return ("Candidate", report.Candidate.Email is { } email ? $"{report.Candidate.Name}, {email}" : report.Candidate.Name);
        yield return ("Organisation", report.Organization.Name);
        yield return ("Exam", PdfReport.Subject(report));
        yield return ("Session", session.Id.Value);
        if (session.ScheduledAt is { } planned) yield return ("Planned for", Words.Time(planned));
        yield return ("Started", session.StartedAt is { } started ? Words.Time(started) : "never");
        if (session.EndedAt is { } ended) yield return ("Ended", Words.Time(ended));
        yield return (session.EndedAt is null ? "Time allowed" : "Time worked", Worked(session));
        if (session.PausedSeconds > 0) yield return ("Paused", Words.Length(TimeSpan.FromSeconds(session.PausedSeconds)));
        yield return ("Policy", Policy(session.Policy));
        if (Accommodations(session) is { } accommodations) yield return ("Accommodations", accommodations);
        if (session.Review is { } review) yield return ("Review", Review(review));
        yield return ("Report made", Words.Time(report.CreatedAt) + (report.Version is { } version ? $", version {version}" : ""));
        if (report.AsOf != report.CreatedAt) yield return ("As of", Words.Time(report.AsOf));
        yield return ("All times", "UTC");
    }

    static string Worked(ReportSession session)
    {
        var allowed = Words.Length(TimeSpan.FromSeconds(session.AllowedSeconds));
        var granted = session.GrantedSeconds > 0
            ? $" and {Words.Length(TimeSpan.FromSeconds(session.GrantedSeconds))} granted"
            : "";
        return session.EndedAt is null
            ? $"{allowed}{granted}"
            : $"{(session.DurationSeconds == 0 ? "0 s" : Words.Length(TimeSpan.FromSeconds(session.DurationSeconds)))} of {allowed}{granted}";
    }

    static string Policy(ReportPolicy policy) =>
        $"{Words.Readable(policy.Sensitivity.ToString())} sensitivity, version {policy.Version}; " +
        $"switching tabs {Allowed(policy.AllowTabSwitch)}, copying {Allowed(policy.AllowCopyPaste)}";

    static string Allowed(bool allowed) => allowed ? "allowed" : "not allowed";

    static string? Accommodations(ReportSession session)
    {
        var granted = session.Accommodations;
        List<string> parts = [];
        if (granted.ExtraTimePercent > 0) parts.Add($"{granted.ExtraTimePercent} % more time");
        if (granted.ExtraTimeMinutes > 0) parts.Add($"{granted.ExtraTimeMinutes} more minutes");
        if (granted.ExemptEventTypes.Count > 0)
            parts.Add($"exempt: {string.Join(", ", granted.ExemptEventTypes.Select(type => Words.Readable(type.Name)))}");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    static string Review(ReportReview review) =>
        $"{Words.Readable(review.Decision.ToString())} by {review.By}, {Words.Time(review.At)}" +
        (review.Note is { Length: > 0 } note ? $": {note}" : "");
}
