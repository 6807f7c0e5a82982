using Proctoring.Benchmarks.Reports;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Reports;
using Proctoring.Testing;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>What stands on paper, for reports that are hard to lay out.</summary>
public sealed class PdfReportTests
{
    static readonly string LongName = $"{string.Join(' ', Enumerable.Repeat("Wolfeschlegelsteinhausenbergerdorff", 5))} {new string('x', 150)}";

    public PdfReportTests() => QuestPDF.Settings.License = LicenseType.Community;

    [Fact]
    public void EveryEventHasItsRowOnceAndInOrder()
    {
        var pdf = Render(SampleReport.Of(1_000));

        var table = pdf.Pages.SkipWhile(page => !page.Text.Contains("Every event", StringComparison.Ordinal)).ToList();
        var numbers = table.SelectMany(page => page.Texts).Where(text => text.X < 46 && int.TryParse(text.Text, out _)).Select(text => text.Text);
        Assert.Equal(Enumerable.Range(1, 1_000).Select(number => $"{number}"), numbers);
        Assert.All(table, page => Assert.Contains(page.Texts, text => text.Text == "No."));
    }

    [Fact]
    public void EveryPageSaysWhichItIsAndOfWhichReport()
    {
        var content = SampleReport.Of(200);
        var report = content.Report;
        var pdf = Render(content);

        for (var i = 0; i < pdf.Pages.Count; i++)
        {
            Assert.EndsWith($"Page  {i + 1}  of  {pdf.Pages.Count}", pdf.Pages[i].Text, StringComparison.Ordinal);
            Assert.Contains($"Report {report.Id}  ·  SHA-256 {report.Evidence.Sha256}", pdf.Pages[i].Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnOverrideShowsBothScores()
    {
        var text = Render(SampleReport.Of(40, withOverride: true)).Pages[0].Text;

        Assert.Contains("set by hand; computed 20", text, StringComparison.Ordinal);
        Assert.Contains("The score was set to 90 by Prof. M. Nowak", text, StringComparison.Ordinal);
        Assert.Contains("100 − 80 = 20", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ASessionThatNeverStartedHasAReportOfOnePage()
    {
        var sample = SampleReport.Of(0);
        var page = Assert.Single(Render(sample with
        {
            Report = sample.Report with
            {
                IsFinal = false,
                History = [sample.Report.History[0]],
                Risk = new(0, RiskLevel.Low, []),
                Session = sample.Report.Session with { Status = "scheduled", StartedAt = null, EndedAt = null },
            },
        }).Pages);

        Assert.Contains("The session never started.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Preliminary", page.Text, StringComparison.Ordinal);
        Assert.Contains("No events were recorded.", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no events")]
    [InlineData("score 0")]
    [InlineData("other scripts")]
    [InlineData("long names")]
    [InlineData("hostile labels")]
    [InlineData("remarks")]
    public void NothingStandsOutsideTheMarginsOrOnTopOfSomethingElse(string difficulty)
    {
        foreach (var page in Render(Difficult(difficulty)).Pages)
        {
            Assert.NotEmpty(page.Texts);
            Assert.All(page.Texts, text => Assert.True(
                text.X >= 39.9 && text.X + text.Width <= page.Width - 39.9 && text.Y > 20 && text.Y < page.Height - 20,
                $"'{text.Text}' at {text.X} with a width of {text.Width}"));
            foreach (var line in page.Texts.GroupBy(text => MathF.Round(text.Y)))
            {
                var pieces = line.OrderBy(text => text.X).ToList();
                for (var i = 1; i < pieces.Count; i++)
                    Assert.True(
                        pieces[i - 1].X + pieces[i - 1].Width <= pieces[i].X + 0.1,
                        $"'{pieces[i - 1].Text}' runs into '{pieces[i].Text}'");
            }
        }
    }

    static ReportContent Difficult(string difficulty)
    {
        var sample = SampleReport.Of(120, LongName);
        return difficulty switch
        {
            "no events" => SampleReport.Of(0),
            "score 0" => SampleReport.Of(150),
            "other scripts" => SampleReport.Of(10, "王小明 محمد عبد الله Дмитрий 👩‍🎓"),
            "hostile labels" => SampleReport.Of(HostileLabels.Select(Labelled)),
            "remarks" => sample with { Report = Remarked(sample.Report) },
            "long names" => sample with
            {
                Report = sample.Report with
                {
                    Organization = new(sample.Report.Organization.Id, LongName),
                    Exam = new(sample.Report.Exam!.Id, LongName),
                    History = [.. sample.Report.History.Select(entry => entry with { By = LongName, Why = LongName })],
                    Alerts =
                    [
                        .. sample.Report.Alerts.Select(alert => alert with { Message = LongName, Resolution = new(alert.At, LongName, LongName) }),
                    ],
                },
            },
            _ => throw new ArgumentOutOfRangeException(nameof(difficulty)),
        };
    }

    /// <summary>The longest that a label may be, of what is hard to lay out.</summary>
    static readonly string[] HostileLabels =
    [
        new('\n', 200), new('\u2028', 200), new('\u202E', 200), new('W', 200), new('\0', 200), new('\uFDFD', 200), new('\uFFFF', 200), new('\u0301', 200),
        string.Concat(Enumerable.Repeat("a\r\n", 66)), string.Concat(Enumerable.Repeat("👩‍🎓", 40)), string.Concat(Enumerable.Repeat("W ", 100)),
    ];

    static ScoredEvent Labelled(string label, int i)
    {
        var e = new ProctoringEvent
        {
            Id = EventId.Parse($"l{i}"),
            Type = EventType.ObjectDetected,
            OccurredAt = new(2026, 3, 9, 9, 30, i, TimeSpan.Zero),
            Label = label,
            Data = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [label] = label }),
        };
        return new(e, e.OccurredAt, true, 15, "OBJECT_DETECTED: −15 points (medium policy, version 3)");
    }

    static SessionReport Remarked(SessionReport report) => report with
    {
        Version = 2,
        AsOf = report.CreatedAt.AddMinutes(5),
        Missing = new(130, [.. Enumerable.Range(1, 100).Select(i => new MissingRange(10 * i, 10 * i))]),
        Statistics = report.Statistics with { Total = report.Listed + 1_000 },
    };

    [Fact]
    public void WhatTurnsTextAroundOrHidesItDoesNotReachPaper()
    {
        var sample = SampleReport.Of([Labelled("\u202Egpj.evil\u2066\u200B\u200E\u061C\uFEFF tail", 1)], "Mallory \u202E(cleared)");
        var pdf = Render(sample);

        Assert.DoesNotContain(pdf.Text, c => char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format);
        Assert.Contains("gpj.evil tail", pdf.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Mallory (cleared)", pdf.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void ALaterVersionMissingNumbersAndTheLimitOfEventsStandOnTheFirstPage()
    {
        var sample = SampleReport.Of(20);
        var page = Render(sample with { Report = Remarked(sample.Report) }).Pages[0].Text.ReplaceLineEndings(" ");

        Assert.Contains("Version 2 of the final report, as of 2026-03-09 11:03:39 UTC.", page, StringComparison.Ordinal);
        Assert.Contains("130 events never arrived: the running numbers 10, 20,", page, StringComparison.Ordinal);
        Assert.Contains("200 and 110 more are missing.", page, StringComparison.Ordinal);
        Assert.Contains("1,000 events of 1,020 stand in the figures", page, StringComparison.Ordinal);
        Assert.DoesNotContain("never arrived", Render(sample).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ThousandsOfAlertsAndHistoryEntriesFitOnPaper()
    {
        var sample = SampleReport.Of(10);
        var (alert, entry) = (sample.Report.Alerts[0], sample.Report.History[3]);
        var pdf = Render(sample with
        {
            Report = sample.Report with
            {
                Alerts =
                [
                    .. Enumerable.Range(0, 10_000).Select(i => alert with { At = alert.At.AddMilliseconds(i), Severity = Severity.Low, Message = $"low {i}" }),
                    alert with { At = alert.At.AddHours(1), Severity = Severity.Critical, Message = "the grave one" },
                ],
                History = [.. Enumerable.Range(0, 5_000).Select(i => entry with { Why = $"entry {i}." })],
            },
        });

        var text = pdf.Text.ReplaceLineEndings(" ");
        Assert.Contains("the grave one", text, StringComparison.Ordinal);
        Assert.Contains("… and 9,001 further alerts of no higher severity, complete in the JSON form", text, StringComparison.Ordinal);
        Assert.Contains("… and 4,000 further entries in the middle, complete in the JSON form", text, StringComparison.Ordinal);
        Assert.Contains("entry 499.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("entry 500.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("entry 4499.", text, StringComparison.Ordinal);
        Assert.Contains("entry 4500.", text, StringComparison.Ordinal);
        Assert.InRange(pdf.Pages.Count, 10, 150);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(7)]
    [InlineData(600)]
    [InlineData(10_000)]
    public void TheTimelineFitsSessionsOfAnyLength(double minutes)
    {
        var sample = SampleReport.Of(50);
        var session = sample.Report.Session with { EndedAt = sample.Report.Session.StartedAt!.Value.AddMinutes(minutes) };
        Assert.NotEmpty(Render(sample with { Report = sample.Report with { Session = session } }).Pages);
    }

    [Fact]
    public void AnEventOfTheNextDaySaysSo()
    {
        var midnight = new DateTimeOffset(2026, 3, 9, 23, 59, 0, TimeSpan.Zero);
        var events = SampleReport.Events(2).ToList();
        var sample = SampleReport.Of([Moved(events[0], midnight), Moved(events[1], midnight.AddMinutes(2))]);
        var pdf = Render(sample with
        {
            Report = sample.Report with { Session = sample.Report.Session with { StartedAt = midnight, EndedAt = midnight.AddMinutes(5) } },
        });

        Assert.Contains("1 23:59:00 ", pdf.Text, StringComparison.Ordinal);
        Assert.Contains("2 03-10\n00:01:00", pdf.Text, StringComparison.Ordinal);

        static ScoredEvent Moved(ScoredEvent scored, DateTimeOffset to) => scored with
        {
            Event = new ProctoringEvent { Id = scored.Event.Id, Type = scored.Event.Type, OccurredAt = to },
        };
    }

    internal static PdfFileReader Render(ReportContent content)
    {
        var output = new MemoryStream();
        PdfReport.Write(content.Report, PdfEvents.ReadAsync(content, default).GetAwaiter().GetResult(), output, "Lato");
        return new(output.ToArray());
    }
}
