using Proctoring.Benchmarks.Reports;
using Proctoring.Domain.Events;
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

    [Theory]
    [InlineData("LOOKING_AWAY: −5 points (medium policy, version 1)", "")]
    [InlineData("LOOKING_AWAY: 0 points (medium policy, version 1)", "")]
    [InlineData("LOOKING_AWAY: −1 point (high policy, version 12)", "")]
    [InlineData("LOOKING_AWAY: 0 points, exempted by an accommodation", "exempted by an accommodation")]
    [InlineData("LOOKING_AWAY: 0 points, within the cooldown of 60 s (low policy, version 1)", "within the cooldown of 60 s")]
    [InlineData("LOOKING_AWAY: −3 of 5 points, its cap of 20 points is reached (low policy, version 1)", "its cap of 20 points is reached")]
    [InlineData("something else altogether", "something else altogether")]
    public void OnlyWhatIsSpecialAboutADeductionIsRemarked(string reason, string expected) =>
        Assert.Equal(expected, Words.Remark(EventType.LookingAway, reason));

    static PdfFileReader Render(ReportContent content)
    {
        var output = new MemoryStream();
        PdfReport.Write(content.Report, PdfEvents.ReadAsync(content, default).GetAwaiter().GetResult(), output, "Lato");
        return new(output.ToArray());
    }
}
