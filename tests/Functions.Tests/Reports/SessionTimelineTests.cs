using System.Globalization;
using System.Xml.Linq;
using Proctoring.Benchmarks.Reports;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>The chart of what happened when: 515 wide, its bars between 20 and 94 from the top.</summary>
public sealed class SessionTimelineTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 9, 9, 0, 0, TimeSpan.Zero);
    static readonly SessionReport Sample = SampleReport.Of(0).Report;

    [Theory]
    [InlineData(60, "5 s", 10, "HH:mm:ss")]
    [InlineData(479, "5 s", 60, "HH:mm")]
    [InlineData(480, "5 s", 60, "HH:mm")]
    [InlineData(600, "5 s", 120, "HH:mm")]
    [InlineData(601, "10 s", 120, "HH:mm")]
    [InlineData(7_200, "minute", 900, "HH:mm")]
    [InlineData(7_201, "2 min", 1_200, "HH:mm")]
    [InlineData(86_399, "15 min", 14_400, "HH:mm")]
    [InlineData(86_400, "15 min", 14_400, "MM-dd HH:mm")]
    [InlineData(730 * 86_400, "168 h", 7_884_000, "MM-dd HH:mm")]
    public void BarsAndTicksAreAsManyAsAReaderCanCount(int seconds, string bar, int tick, string format)
    {
        var timeline = Of(Start, Start.AddSeconds(seconds));

        Assert.Equal($"events per {bar}, at most 0", timeline.Remark);
        var labels = timeline.TickLabels().ToList();
        Assert.Equal((seconds + tick - 1) / tick, labels.Count);
        Assert.InRange(labels.Count, 5, 8);
        Assert.Equal(1, labels.Sum(label => label.Width), 0.001);
        for (var i = 0; i < labels.Count; i++)
        {
            var width = Math.Min(tick, seconds - i * tick) / (double)seconds;
            Assert.Equal(width, labels[i].Width, 0.001);
            // A narrow one would run into what stands beside it.
            var time = Start.AddSeconds(i * tick).UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
            Assert.Equal(width < 0.07 ? "" : time, labels[i].Label);
        }

        // Each label stands at a mark below the bars.
        var marks = Shapes(timeline, "line").Where(line => Number(line, "y2") == 100).Select(line => Number(line, "x1")).ToList();
        Assert.Equal(labels.Count, marks.Count);
        for (var i = 0; i < marks.Count; i++) Assert.Equal(Math.Max(0.4, 515.0 * i * tick / seconds), marks[i], 0.01);
    }

    [Fact]
    public void ASessionThatGoesOnIsShownUntilWhatTheReportKnowsOf()
    {
        var report = Sample with { AsOf = Start.AddMinutes(5), Session = Sample.Session with { StartedAt = Start, EndedAt = null } };
        Assert.Equal(["09:00", "09:01", "09:02", "09:03", "09:04"], SessionTimeline.Of(report)!.TickLabels().Select(tick => tick.Label));
        Assert.Null(SessionTimeline.Of(report with { Session = report.Session with { StartedAt = null } }));
    }

    [Fact]
    public void AMomentIsShownAsAMinute()
    {
        var labels = Of(Start, Start.AddSeconds(1)).TickLabels().Select(tick => tick.Label);
        Assert.Equal(["09:00:00", "09:00:10", "09:00:20", "09:00:30", "09:00:40", "09:00:50"], labels);
    }

    [Fact]
    public void EventsStandWhereTheyHappenedTheGraverOnTop()
    {
        var timeline = Of(Start, Start.AddMinutes(1));
        foreach (var (type, second) in new[]
        {
            (EventType.MultipleFaces, 0.0), (EventType.Heartbeat, 1), (EventType.Heartbeat, 4.9), (EventType.Paste, 5), (EventType.Copy, 59.9),
            // By a clock that is ahead or behind.
            (EventType.LookingAway, -30), (EventType.Copy, 90),
        })
            timeline.Add(Scored(type, second));

        Assert.Equal("events per 5 s, at most 4", timeline.Remark);
        // The highest bar leaves room above it: 70 for 4 events.
        const double One = 17.5, Bar = 515 / 12.0;
        (string, double, double, double)[] expected =
        [
            (Look.Hex(Severity.Info), 0, 94 - 2 * One, 2 * One), (Look.Hex(Severity.Low), 0, 94 - 3 * One, One), (Look.Hex(Severity.Critical), 0, 94 - 4 * One, One),
            (Look.Hex(Severity.High), Bar, 94 - One, One), (Look.Hex(Severity.Medium), 11 * Bar, 94 - 2 * One, 2 * One),
        ];
        var bars = Shapes(timeline, "rect").Skip(1).ToList();
        Assert.Equal(expected.Length, bars.Count);
        foreach (var (bar, (color, left, top, height)) in bars.Zip(expected))
        {
            Assert.Equal(color, bar.Attribute("fill")!.Value);
            Assert.Equal(left + 0.6, Number(bar, "x"), 0.02);
            Assert.Equal(Bar - 1.2, Number(bar, "width"), 0.02);
            Assert.Equal(top, Number(bar, "y"), 0.02);
            Assert.Equal(height, Number(bar, "height"), 0.02);
        }
    }

    [Fact]
    public void NarrowBarsKeepMostOfTheirWidth()
    {
        var timeline = Of(Start, Start.AddHours(2));
        timeline.Add(Scored(EventType.Copy, 0));

        var bar = Shapes(timeline, "rect").Last();

        Assert.Equal(0.6, Number(bar, "x"), 0.01);
        Assert.Equal(515 / 120.0 - 1.2, Number(bar, "width"), 0.02);
        Assert.Equal(["57", "20"], Shapes(timeline, "line").Take(2).Select(line => line.Attribute("y1")!.Value));
    }

    [Fact]
    public void PausesAndAbsencesAreMarkedAlsoAboveTheBars()
    {
        var timeline = Of(Start, Start.AddMinutes(10), report => report with
        {
            Pauses = [new(Start.AddMinutes(1), Start.AddMinutes(3))],
            Absences = [new(Start.AddMinutes(5), Start.AddMinutes(5)), new(Start.AddMinutes(8), null)],
        });

        const double Minute = 51.5;
        (string, double, double)[] expected =
            [(SessionTimeline.PauseHex, Minute, 2 * Minute), (SessionTimeline.AbsenceHex, 5 * Minute, 1), (SessionTimeline.AbsenceHex, 8 * Minute, 2 * Minute)];
        var marks = Shapes(timeline, "rect").Skip(1).ToList();
        Assert.Equal(2 * expected.Length, marks.Count);
        for (var i = 0; i < marks.Count; i++)
        {
            var (color, left, width) = expected[i / 2];
            Assert.Equal(color, marks[i].Attribute("fill")!.Value);
            Assert.Equal((left, width), (Number(marks[i], "x"), Number(marks[i], "width")));
            Assert.Equal(i % 2 == 0 ? (15, 4) : (20, 74), (Number(marks[i], "y"), Number(marks[i], "height")));
        }
    }

    [Fact]
    public void OfAlertsAtTheSamePlaceTheGravestIsSeen()
    {
        var alert = SampleReport.Of(1).Report.Alerts[0];
        var timeline = Of(Start, Start.AddMinutes(10), report => report with
        {
            Alerts =
            [
                alert with { At = Start, Severity = Severity.Low },
                alert with { At = Start.AddMinutes(5), Severity = Severity.Medium },
                alert with { At = Start.AddMinutes(5).AddSeconds(0.1), Severity = Severity.Critical },
                alert with { At = Start.AddMinutes(5).AddSeconds(0.2), Severity = Severity.High },
                alert with { At = Start.AddMinutes(30), Severity = Severity.Info },
            ],
        });

        var markers = Shapes(timeline, "polygon").ToList();
        Assert.Equal(
            [Look.Hex(Severity.Low), Look.Hex(Severity.Critical), Look.Hex(Severity.Info)], markers.Select(marker => marker.Attribute("fill")!.Value));
        // Those at the edges stand whole within the picture.
        Assert.Equal("0,3 7,3 3.5,10", markers[0].Attribute("points")!.Value);
        Assert.Equal("508,3 515,3 511.5,10", markers[2].Attribute("points")!.Value);
        var lines = Shapes(timeline, "line").Where(line => line.Attribute("stroke-dasharray") is not null).ToList();
        Assert.Equal([3.5, 257.59, 511.5], lines.Select(line => Number(line, "x1")));
        Assert.Equal(markers.Select(marker => marker.Attribute("fill")!.Value), lines.Select(line => line.Attribute("stroke")!.Value));
    }

    static SessionTimeline Of(DateTimeOffset start, DateTimeOffset end, Func<SessionReport, SessionReport>? change = null)
    {
        var report = Sample with
        {
            Session = Sample.Session with { StartedAt = start, EndedAt = end },
            Pauses = [],
            Absences = [],
            Alerts = [],
        };
        return SessionTimeline.Of(change is null ? report : change(report))!;
    }

    static ScoredEvent Scored(EventType type, double second) => new(
        new ProctoringEvent { Id = EventId.Parse("e"), Type = type, OccurredAt = Start.AddSeconds(second) }, Start, false, 0, "");

    static IEnumerable<XElement> Shapes(SessionTimeline timeline, string name) =>
        XElement.Parse(timeline.ToSvg()).Elements().Where(shape => shape.Name.LocalName == name);

    static double Number(XElement shape, string attribute) => double.Parse(shape.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
