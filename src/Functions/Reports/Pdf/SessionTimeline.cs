using System.Globalization;
using System.Text;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;

namespace Proctoring.Functions.Reports;

/// <summary>
/// The session from start to end: events over time as stacked bars, alerts as markers above, and the time in which it
/// was paused or the candidate missing. Without text, whose fonts differ between renderers of SVG.
/// </summary>
sealed class SessionTimeline
{
    public const string PauseHex = "#B8C2CF";
    public const string AbsenceHex = "#F5C26B";

    /// <summary>What stands for an alert in the legend.</summary>
    public const string AlertMark = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><polygon points=\"0.5,0.5 7.5,0.5 4,7.5\" fill=\"#1B2430\"/></svg>";

    const float Width = 515;
    const float Height = 100;
    const float Top = 20; // above it the markers of alerts, and a strip that shows pauses also behind the highest bars
    const float Strip = 4;
    const float Bottom = 94;
    const float MarkerHalf = 3.5f;
    const float NarrowestLabel = 0.07f;
    const int MostBars = 120;
    const int MostTicks = 8;

    /// <summary>Seconds between bars or ticks that a reader can count with.</summary>
    static readonly int[] Steps =
        [5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 7 * 86400];

    readonly SessionReport _report;
    readonly DateTimeOffset _start;
    readonly TimeSpan _length;
    readonly int _step;
    readonly int _tick;
    readonly int[,] _counts;
    int _highest;

    SessionTimeline(SessionReport report, DateTimeOffset start, DateTimeOffset end)
    {
        _report = report;
        _start = start;
        _length = end - start;
        (_step, _tick) = (StepFor(MostBars), StepFor(MostTicks));
        _counts = new int[(int)Math.Ceiling(_length.TotalSeconds / _step), Severities.Count];
    }

    public void Add(in ScoredEvent scored)
    {
        // Clocks differ: an event from just before the start or after the end belongs to the edge.
        var bar = (int)Math.Clamp((scored.Event.OccurredAt - _start).TotalSeconds / _step, 0, _counts.GetLength(0) - 1);
        _counts[bar, (int)scored.Event.Type.Severity]++;
        _highest = Math.Max(_highest, Total(bar));
    }

    public IReadOnlyList<Severity> Severities { get; } = Enum.GetValues<Severity>();

    public string Remark
    {
        get
        {
            var step = _step == 60 ? "minute" : Words.Length(TimeSpan.FromSeconds(_step));
            return $"events per {step}, at most {_highest.ToString("N0", CultureInfo.InvariantCulture)}";
        }
    }

    /// <summary>Null for a session that never started.</summary>
    public static SessionTimeline? Of(SessionReport report)
    {
        if (report.Session.StartedAt is not { } start) return null;
        var end = report.Session.EndedAt ?? report.AsOf;
        return new(report, start, end > start.AddMinutes(1) ? end : start.AddMinutes(1));
    }

    /// <summary>A square of a colour, for the legend.</summary>
    public static string Swatch(string color) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><rect x=\"0.5\" y=\"0.5\" width=\"7\" height=\"7\" rx=\"1.5\" fill=\"{color}\"/></svg>";

    /// <summary>The times at the ticks, each with the share of the width up to the next one.</summary>
    public IEnumerable<(string Label, float Width)> TickLabels()
    {
        var format = _tick < 60 ? "HH:mm:ss" : _length < TimeSpan.FromDays(1) ? "HH:mm" : "MM-dd HH:mm";
        for (var seconds = 0; seconds < _length.TotalSeconds; seconds += _tick)
        {
            var width = (float)(Math.Min(_tick, _length.TotalSeconds - seconds) / _length.TotalSeconds);
            var time = _start.AddSeconds(seconds).UtcDateTime;
            yield return (width < NarrowestLabel ? "" : time.ToString(format, CultureInfo.InvariantCulture), width);
        }
    }

    public string ToSvg()
    {
        var svg = new StringBuilder();
        Append(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\">");
        Append(svg, $"<rect x=\"0\" y=\"{Top}\" width=\"{Width}\" height=\"{Bottom - Top}\" fill=\"#F4F6F9\"/>");
        foreach (var pause in _report.Pauses) Span(svg, pause, PauseHex);
        foreach (var absence in _report.Absences) Span(svg, absence, AbsenceHex);
        for (var half = 1; half <= 2; half++)
        {
            var y = Bottom - (Bottom - Top) * half / 2;
            Append(svg, $"<line x1=\"0\" y1=\"{y}\" x2=\"{Width}\" y2=\"{y}\" stroke=\"#D8DEE6\" stroke-width=\"0.5\"/>");
        }

        Bars(svg);
        for (var seconds = 0; seconds < _length.TotalSeconds; seconds += _tick)
        {
            var x = Math.Max(0.4f, X(_start.AddSeconds(seconds)));
            Append(svg, $"<line x1=\"{x:0.##}\" y1=\"{Bottom}\" x2=\"{x:0.##}\" y2=\"{Height}\" stroke=\"#55606E\" stroke-width=\"0.8\"/>");
        }

        Append(svg, $"<line x1=\"0\" y1=\"{Bottom}\" x2=\"{Width}\" y2=\"{Bottom}\" stroke=\"#55606E\" stroke-width=\"0.8\"/>");
        foreach (var alert in Visible(_report.Alerts)) Marker(svg, alert);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>Of alerts that would be drawn on top of each other the gravest: there can be thousands.</summary>
    IEnumerable<ReportAlert> Visible(IEnumerable<ReportAlert> alerts) => alerts
        .GroupBy(alert => (int)X(alert.At))
        .Select(place => place.MaxBy(alert => alert.Severity)!);

    void Bars(StringBuilder svg)
    {
        if (_highest == 0) return;
        var unit = (Bottom - Top - 4) / _highest;
        for (var bar = 0; bar < _counts.GetLength(0); bar++)
        {
            var (left, right) = (X(_start.AddSeconds(bar * _step)), X(_start.AddSeconds((bar + 1) * _step)));
            var (y, gap) = (Bottom, Math.Min(0.6f, (right - left) * 0.15f));
            for (var severity = 0; severity < Severities.Count; severity++)
            {
                if (_counts[bar, severity] == 0) continue;
                var height = _counts[bar, severity] * unit;
                y -= height;
                Append(svg, $"<rect x=\"{left + gap:0.##}\" y=\"{y:0.##}\" width=\"{right - left - 2 * gap:0.##}\" height=\"{height:0.##}\" fill=\"{Look.Hex((Severity)severity)}\"/>");
            }
        }
    }

    void Span(StringBuilder svg, ReportSpan span, string color)
    {
        var (left, right) = (X(span.From), X(span.To ?? _start + _length));
        var width = Math.Max(1, right - left);
        Append(svg, $"<rect x=\"{left:0.##}\" y=\"{Top - Strip - 1}\" width=\"{width:0.##}\" height=\"{Strip}\" fill=\"{color}\"/>");
        Append(svg, $"<rect x=\"{left:0.##}\" y=\"{Top}\" width=\"{width:0.##}\" height=\"{Bottom - Top}\" fill=\"{color}\" fill-opacity=\"0.55\"/>");
    }

    void Marker(StringBuilder svg, ReportAlert alert)
    {
        var x = Math.Clamp(X(alert.At), MarkerHalf, Width - MarkerHalf);
        var color = Look.Hex(alert.Severity);
        Append(svg, $"<line x1=\"{x:0.##}\" y1=\"8\" x2=\"{x:0.##}\" y2=\"{Bottom}\" stroke=\"{color}\" stroke-width=\"0.5\" stroke-dasharray=\"2 2\"/>");
        Append(svg, $"<polygon points=\"{x - MarkerHalf:0.##},3 {x + MarkerHalf:0.##},3 {x:0.##},10\" fill=\"{color}\"/>");
    }

    float X(DateTimeOffset time) => (float)Math.Clamp((time - _start) / _length * Width, 0, Width);

    int StepFor(int most) =>
        Steps.FirstOrDefault(step => _length.TotalSeconds / step <= most, (int)Math.Ceiling(_length.TotalSeconds / most));

    int Total(int bar)
    {
        var total = 0;
        for (var severity = 0; severity < Severities.Count; severity++) total += _counts[bar, severity];
        return total;
    }

    static void Append(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
