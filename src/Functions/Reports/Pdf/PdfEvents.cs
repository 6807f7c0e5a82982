using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;

namespace Proctoring.Functions.Reports;

/// <summary>An event as a row of the PDF.</summary>
sealed record PdfRow(
    int Number, DateTimeOffset At, EventType Type, double? Confidence, long? DurationMs, string Details, int Deduction, string Remark);

/// <summary>Events of a type that have no row of their own in the PDF.</summary>
sealed record FoldedEvents(EventType Type, int Events, int Points, DateTimeOffset First, DateTimeOffset Last);

/// <summary>
/// What the PDF shows of the events. Paper has an end and so has memory: of a session with more than <see cref="MostRows"/> events those of most weight have
/// rows (what raised an alert, then by points, then by severity, then the earlier ones), the others are named by type, and the timeline shows all.
/// </summary>
sealed class PdfEvents
{
    /// <summary>Some 290 pages.</summary>
    public const int MostRows = 10_000;

    readonly int _mostRows;
    readonly HashSet<EventId> _alerting;
    readonly PriorityQueue<PdfRow, (bool Alerts, int Deduction, Severity Severity, int Earliness)> _rows = new();
    readonly Dictionary<EventType, FoldedEvents> _folded = [];
    readonly DateTimeOffset? _day;

    PdfEvents(SessionReport report, int mostRows)
    {
        (_mostRows, _day) = (mostRows, report.Session.StartedAt);
        _alerting = [.. report.Alerts.SelectMany(alert => alert.Events)];
        Timeline = SessionTimeline.Of(report);
    }

    /// <summary>Null for a session that never started.</summary>
    public SessionTimeline? Timeline { get; }

    /// <summary>By the time at which they occurred, those of the same time as they were scored.</summary>
    public IReadOnlyList<PdfRow> Rows { get; private set; } = [];

    /// <summary>The most frequent type first.</summary>
    public IReadOnlyList<FoldedEvents> Folded { get; private set; } = [];

    public static async Task<PdfEvents> ReadAsync(ReportContent content, CancellationToken cancellation, int mostRows = MostRows)
    {
        var events = new PdfEvents(content.Report, mostRows);
        await foreach (var page in content.Events.ReadAsync(content.Report.Evidence, cancellation))
            foreach (var numbered in page) events.Add(numbered);
        events.Rows = [.. events._rows.UnorderedItems.Select(row => row.Element).OrderBy(row => row.At).ThenBy(row => row.Number)];
        events.Folded = [.. events._folded.Values.OrderByDescending(type => type.Events).ThenBy(type => type.Type.Name, StringComparer.Ordinal)];
        return events;
    }

    void Add(in NumberedEvent numbered)
    {
        var scored = numbered.Scored;
        Timeline?.Add(scored);
        var weight = (_alerting.Contains(scored.Event.Id), scored.Deduction, scored.Event.Type.Severity, -numbered.Number);
        if (_rows.Count < _mostRows)
        {
            _rows.Enqueue(Row(numbered), weight);
            return;
        }

        // Most events of a flood weigh least, and their words are never made.
        if (_rows.TryPeek(out _, out var least) && weight.CompareTo(least) <= 0) Fold(scored.Event.Type, scored.Event.OccurredAt, scored.Deduction);
        else if (_rows.EnqueueDequeue(Row(numbered), weight) is { } given) Fold(given.Type, given.At, given.Deduction);
    }

    PdfRow Row(in NumberedEvent numbered)
    {
        var scored = numbered.Scored;
        var e = scored.Event;
        return new(
            numbered.Number, e.OccurredAt, e.Type, e.Confidence, e.DurationMs,
            Words.WithReceipt(Words.Details(e), scored.Late ? scored.ReceivedAt : null, _day), scored.Deduction, Words.Remark(e.Type, scored.Reason));
    }

    void Fold(EventType type, DateTimeOffset at, int points)
    {
        var known = _folded.TryGetValue(type, out var so) ? so : new(type, 0, 0, at, at);
        _folded[type] = known with
        {
            Events = known.Events + 1,
            Points = known.Points + points,
            First = at < known.First ? at : known.First,
            Last = at > known.Last ? at : known.Last,
        };
    }
}
