using Proctoring.Benchmarks.Reports;
using Proctoring.Functions.Reports;
using Proctoring.Testing;
using QuestPDF.Infrastructure;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>A whole report, as a reader sees it.</summary>
public sealed class PdfSampleTests
{
    static readonly ReportContent Sample = SampleReport.Of(40, withOverride: true);

    public PdfSampleTests() => QuestPDF.Settings.License = LicenseType.Community;

    [Fact]
    public void TheFirstPageSaysWhoWhatWhenAndWhy()
    {
        const string Expected = """
            Universität Łódź – Fakultät für Biowissenschaften Ana Lucía Fernández Ibáñez  ·  Biochemistry II, final examination
            PROCTORING REPORT Biochemistry II, final examination Ana Lucía Fernández Ibáñez Submitted
            Candidate Ana Lucía Fernández Ibáñez, ana.fernandez@example.org
            Organisation Universität Łódź – Fakultät für Biowissenschaften
            Exam Biochemistry II, final examination Session s-01HQ8ZJ4T2M6WX3K9V5B7C1D0F
            Planned for 2026-03-09 08:56:04 Started 2026-03-09 09:00:04 Ended 2026-03-09 10:58:35
            Time worked 1 h 51 min of 2 h and 5 min granted Paused 6 min 41 s
            Policy Medium sensitivity, version 3; switching tabs not allowed, copying not allowed
            Accommodations 20 % more time; exempt: Eye closed
            Review Cleared by Prof. M. Nowak, 2026-03-10 10:58:35: Spoke to the candidate.
            Report made 2026-03-09 10:58:39, version 1 All times UTC
            Integrity Good 90  of 100 set by hand; computed 20
            Risk Medium 0.46  of 1 from 5 components
            Events 4 alerts 40 2 open
            Integrity: where the points went The score was set to 90 by Prof. M. Nowak on 2026-03-09 13:58:35: The camera was mounted badly;
            the recording shows nobody else. The computed score is 20.
            Type Rule Events Points
            Multiple faces −20 points (medium policy, version 3) 3 −60
            Looking away −5 points (medium policy, version 3) 4 −20
            Computed score 100 − 80 = 20 7 −80
            Risk: components value 0 to 1, weighted
            Typing 0.60 × 20 % 58 words a minute against 36 in the baseline: 61 % faster
            Tab switches 0.50 × 30 % 4 switches to another tab
            Mouse 0.00 × 15 % 212 pixels a second against 230 in the baseline
            Answer speed 0.80 × 20 % 9 seconds an answer against 41 in the baseline: 22 %
            Focus loss 0.30 × 15 % 37 seconds without focus in all
            Events by type 40 events
            Audio suspicious 5 Focus lost 4 Looking away 4 Answer timing 3 Face mismatch 3 Mouse sample 3 Multiple faces 3 No face 3 Copy 2
            Object detected 2 Tab switch 2 Blocked shortcut 1 Camera off 1 Context menu 1 Devtools 1 Eye closed 1 Microphone off 1 Report
            """;
        Assert.StartsWith(OneLine(Expected), OneLine(PdfReportTests.Render(Sample).Pages[0].Text), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSecondPageSaysWhatHappened()
    {
        const string Expected = """
            Session timeline events per minute, at most 1
            09:00 09:15 09:30 09:45 10:00 10:15 10:30 10:45 Info Low Medium High Critical Alert Paused Missing
            History When What Who Why
            2026-03-03 09:00:04 Session planned Prof. M. Nowak
            2026-03-09 08:59:14 Candidate checked in Ana Lucía Fernández Ibáñez (candidate)
            2026-03-09 09:00:04 Session started Ana Lucía Fernández Ibáñez (candidate)
            2026-03-09 09:41:04 Session paused Jonas Weber Fire alarm in the building; the candidate was asked to leave the room.
            2026-03-09 09:47:40 Session resumed Jonas Weber
            2026-03-09 09:48:04 5 more minutes granted Jonas Weber fire alarm
            2026-03-09 10:29:04 Candidate missing since 10:28:04 System
            2026-03-09 10:30:16 Candidate back System
            2026-03-09 10:58:35 Submitted Ana Lucía Fernández Ibáñez (candidate)
            2026-03-09 10:58:37 All events scored System
            Alerts 4 alerts Time Severity Type Message Risk Resolution
            09:17:04 Critical Multiple faces More than one face in view 0.08
            Jonas Weber, 2026-03-09 09:18:04: A family member walked through the room and left.
            09:33:04 Medium Risk medium Risk rose above 0.3 0.31 Jonas Weber, 2026-03-09 09:36:04
            10:04:04 High Object detected A forbidden object was detected: phone 0.42 open
            10:06:34 High Integrity Integrity fell below 50 0.44 open
            Every event 40 events No. Time Type Severity Conf. Lasted Details Points Remark
            1 09:00:04 Looking away Low 0.72 −5
            2 09:03:01 Audio suspicious Medium 0.57 0
            3 09:05:59 Copy Medium 0.72 left 0
            4 09:08:57 Focus lost Low 0.99 24.7 s 0
            """;
        var pdf = PdfReportTests.Render(Sample);
        Assert.Contains(OneLine(Expected), OneLine(pdf.Pages[1].Text), StringComparison.Ordinal);
        Assert.Contains("28 10:20:03 Eye closed Low 0.97 0 exempted by an accommodation", OneLine(pdf.Text), StringComparison.Ordinal);
        Assert.EndsWith(
            OneLine($"""
            40 10:55:37 Blocked shortcut Low 0.79 0 Integrity of the evidence This report was made from 1 stored page with 40 events. SHA-256 over
            the bytes of these pages, in order: {Sample.Report.Evidence.Sha256} Report {Sample.Report.Id}  ·  SHA-256 {Sample.Report.Evidence.Sha256} Page  3  of  3
            """),
            OneLine(pdf.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void FiguresStandUnderTheRightEndOfTheirHeads()
    {
        var pdf = PdfReportTests.Render(Sample);
        foreach (var (page, head, figure) in new[]
        {
            (0, "Points", "−60"), (0, "Events", "7"), (1, "Risk", "0.08"), (1, "Conf.", "0.72"), (1, "Lasted", "24.7 s"), (1, "Points", "−5"),
        })
        {
            var figures = pdf.Pages[page].Texts.Where(text => text.Text == figure).ToList();
            var heads = pdf.Pages[page].Texts.Where(text => text.Text == head);
            Assert.Contains(heads, above => figures.Any(text => Math.Abs(text.X + text.Width - above.X - above.Width) < 0.1));
        }
    }

    [Fact]
    public void BarsAreAsLongAsTheirFigures()
    {
        var bars = PdfReportTests.Render(Sample).Pages[0].Boxes.Where(box => box.Height == 8).ToList();

        // Of the risk's components 110 stand for 1; nothing at all is a line yet.
        Assert.Equal([66, 55, 0.44, 88, 33], Widths(bars.Where(bar => bar.X == 144)), (one, other) => Math.Abs(one - other) < 0.01);
        // Both columns of the event types have the scale of the most frequent one.
        var types = bars.Where(bar => bar.Y > 600).ToList();
        var (left, right) = (types.Min(bar => bar.X), types.Where(bar => bar.X > 300).Min(bar => bar.X));
        var most = types.Max(bar => bar.Width);
        Assert.Equal(
            [1, 0.8, 0.8, 0.6, 0.6, 0.6, 0.6, 0.6, 0.4], Widths(types.Where(bar => bar.X == left)).Select(width => width / most), (one, other) => Math.Abs(one - other) < 0.001);
        Assert.Equal(
            [0.4, 0.4, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2], Widths(types.Where(bar => bar.X == right)).Select(width => width / most), (one, other) => Math.Abs(one - other) < 0.001);

        static IEnumerable<double> Widths(IEnumerable<PdfBox> boxes) => boxes.Select(box => (double)box.Width);
    }

    [Fact]
    public void TheFileSaysWhatItIsAndWhenTheReportWasMade()
    {
        var pdf = PdfReportTests.Render(Sample);

        Assert.Equal("Proctoring report: Ana Lucía Fernández Ibáñez, Biochemistry II, final examination", pdf.Info("Title"));
        Assert.Equal(Sample.Report.Organization.Name, pdf.Info("Author"));
        Assert.Equal(("Session s-01HQ8ZJ4T2M6WX3K9V5B7C1D0F", "Proctoring"), (pdf.Info("Subject"), pdf.Info("Creator")));
        Assert.Contains("/CreationDate (D:20260309105839Z) /ModDate (D:20260309105839Z)", pdf.Information, StringComparison.Ordinal);
    }

    static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
