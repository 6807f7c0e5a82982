using Proctoring.Benchmarks.Reports;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Reports;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>What the PDF says of a session, part by part.</summary>
public sealed class PdfContentsTests
{
    static readonly ReportContent Sample = SampleReport.Of(40, withOverride: true);
    static readonly ReportSession Session = Sample.Report.Session;

    public PdfContentsTests() => QuestPDF.Settings.License = LicenseType.Community;

    [Fact]
    public void AnInterviewOfSomebodyWhoseAccountIsGone()
    {
        var text = Text(report => report with { Exam = null, Candidate = report.Candidate with { Email = null } });

        Assert.Contains("Ana Lucía Fernández Ibáñez  ·  Interview PROCTORING REPORT Interview Ana", text, StringComparison.Ordinal);
        Assert.Contains("Candidate Ana Lucía Fernández Ibáñez Organisation", text, StringComparison.Ordinal);
        Assert.Contains("Exam Interview Session", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ASessionThatGoesOn()
    {
        var text = Text(
            report => report with
            {
                IsFinal = false,
                Version = null,
                AsOf = report.CreatedAt.AddMinutes(2),
                Session = Session with
                {
                    Status = "running",
                    ScheduledAt = null,
                    EndedAt = null,
                    GrantedSeconds = 0,
                    PausedSeconds = 0,
                    Accommodations = Accommodations.None,
                    Review = null,
                    Policy = new(4, Sensitivity.High, AllowTabSwitch: true, AllowCopyPaste: false),
                },
            });

        Assert.Contains(
            "Running Preliminary: the session was still going on, or accepted events were still being scored, when this report was made. Candidate", text,
            StringComparison.Ordinal);
        Assert.Contains(
            "Started 2026-03-09 09:00:04 Time allowed 2 h Policy High sensitivity, version 4; switching tabs allowed, copying not allowed Report", text,
            StringComparison.Ordinal);
        Assert.Contains("copying not allowed Report made 2026-03-09 10:58:39 As of 2026-03-09 11:00:39 All times UTC", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Planned for", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Preliminary", Text(report => report), StringComparison.Ordinal);
    }

    [Fact]
    public void ASessionThatNeverBegan()
    {
        var text = Text(report => report with { IsFinal = false, Session = Session with { Status = "scheduled", StartedAt = null, EndedAt = null } });

        Assert.Contains("Preliminary: the session had not begun when this report was made.", text, StringComparison.Ordinal);
        Assert.Contains("Started never Time allowed 2 h and 5 min granted", text, StringComparison.Ordinal);
        Assert.Contains("Session timeline The session never started. History", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWasGrantedAndReviewedInOtherWays()
    {
        var text = Text(report => report with
        {
            Session = Session with
            {
                DurationSeconds = 0,
                Accommodations = new(0, 15, []),
                Review = Session.Review! with { Decision = ReviewDecision.SecondReview, Note = "" },
                Policy = new(4, Sensitivity.Low, AllowTabSwitch: false, AllowCopyPaste: true),
            },
        });

        Assert.Contains("Time worked 0 s of 2 h and 5 min granted", text, StringComparison.Ordinal);
        Assert.Contains(
            "switching tabs not allowed, copying allowed Accommodations 15 more minutes Review Second review by Prof. M. Nowak, 2026-03-10 10:58:35 Report made",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAnythingToJudgeByItSaysSo()
    {
        var text = Text(report => report with
        {
            Integrity = new(100, IntegrityLevel.Good, 100, null, []),
            Risk = new(0, RiskLevel.Low, []),
            Alerts = [],
            Pauses = [],
            Absences = [],
            Statistics = report.Statistics with { Total = 0 },
        });

        Assert.Contains("Integrity Good 100  of 100 computed by the policy Risk Low 0.00  of 1 nothing to judge by Events No alerts 0 Integrity:", text, StringComparison.Ordinal);
        Assert.Contains("where the points went No event cost any points. Risk: components", text, StringComparison.Ordinal);
        Assert.Contains("There is no baseline and nothing that counts towards the risk.", text, StringComparison.Ordinal);
        Assert.Contains("Events by type 0 events No events were recorded.", text, StringComparison.Ordinal);
        Assert.Contains("High Critical History", text, StringComparison.Ordinal);
        Assert.Contains("Alerts 0 alerts No alerts were raised.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void PointsBelowZeroAndAlertsThatAreAllSeenTo()
    {
        var text = Text(report => report with
        {
            Integrity = new(
                0, IntegrityLevel.Critical, 0, null,
                [new(EventType.Copy, "COPY: −2 points", 600, 1_200), new(EventType.Paste, "PASTE: 0 points, within the cooldown of 60 s", 1, 0)]),
            Risk = new(0.9, RiskLevel.High, [new("typing", 0.155, 1, "fast")]),
            Alerts = [report.Alerts[0] with { At = report.Alerts[0].At.AddDays(1) }],
        });

        Assert.Contains(
            "Copy −2 points 600 −1,200 Paste 0 points, within the cooldown of 60 s 1 0 Computed score 100 − 1,200, but never below 0: 0 601 −1,200",
            text, StringComparison.Ordinal);
        Assert.Contains("Risk High 0.90  of 1 from 1 component Events 1 alert 40 all resolved", text, StringComparison.Ordinal);
        Assert.Contains("Typing 1.00 × 15.5 % fast", text, StringComparison.Ordinal);
        Assert.Contains("03-10 09:17:04 Critical", text, StringComparison.Ordinal);

        var exactly = Text(report => report with { Integrity = new(0, IntegrityLevel.Critical, 0, null, [new(EventType.Copy, "COPY", 1, 100)]) });
        Assert.Contains("100 − 100 = 0", exactly, StringComparison.Ordinal);
    }

    [Fact]
    public void OneRowTooManyIsNamedInTheSingular()
    {
        var (alert, entry) = (Sample.Report.Alerts[0], Sample.Report.History[0]);
        var text = Text(report => report with
        {
            Alerts = [.. Enumerable.Range(0, 1_001).Select(i => alert with { Message = $"number {i}.", At = alert.At.AddSeconds(-i), Severity = Severity.Low })],
            History = [.. Enumerable.Range(0, 1_001).Select(_ => entry)],
        });

        Assert.Contains("… and 1 further alert of no higher severity, complete", text, StringComparison.Ordinal);
        Assert.Contains("… and 1 further entry in the middle, complete", text, StringComparison.Ordinal);
        // By their time, whatever their order of severity.
        Assert.True(text.IndexOf("number 999.", StringComparison.Ordinal) < text.IndexOf("number 0.", StringComparison.Ordinal));
        Assert.DoesNotContain("further", Text(report => report with { History = [.. Enumerable.Range(0, 1_000).Select(_ => entry)] }), StringComparison.Ordinal);
    }

    [Fact]
    public void ColoursFollowWhatTheySayAndEachSeverityHasItsOwn()
    {
        var (good, fair, bad) = (Look.Of(IntegrityLevel.Good).Hex, Look.Of(IntegrityLevel.Fair).Hex, Look.Of(IntegrityLevel.Critical).Hex);
        Assert.Equal(4, Enum.GetValues<IntegrityLevel>().Select(level => Look.Of(level).Hex).Distinct().Count());
        Assert.Equal([good, fair, bad], Enum.GetValues<RiskLevel>().Select(level => Look.Of(level).Hex));
        Assert.Equal([good, good, fair, fair, bad, bad], new[] { 0, 0.29, 0.3, 0.69, 0.7, 1 }.Select(value => Look.OfRisk(value).Hex));
        Assert.Equal(
            [good, fair, bad, bad, Look.Accent.Hex, Look.Accent.Hex, Look.Muted.Hex, Look.Muted.Hex],
            new[] { "submitted", "timedOut", "terminated", "abandoned", "running", "paused", "scheduled", "cancelled" }.Select(status => Look.OfStatus(status).Hex));
        Assert.Equal(5, Enum.GetValues<Severity>().Select(severity => Look.Of(severity).Hex).Distinct().Count());
        Assert.All(Enum.GetValues<Severity>(), severity => Assert.Equal(Color.FromHex(Look.Hex(severity)).Hex, Look.Of(severity).Hex));
        Assert.Equal(bad, Look.Of(Severity.Critical).Hex);
    }

    static string Text(Func<SessionReport, SessionReport> change) =>
        OneLine(PdfReportTests.Render(Sample with { Report = change(Sample.Report) }).Text);

    static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
