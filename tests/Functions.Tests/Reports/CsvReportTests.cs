using System.Text;
using Proctoring.Benchmarks.Reports;
using Proctoring.Domain;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>What stands in each column, and below the events.</summary>
public sealed class CsvReportTests
{
    static readonly DateTimeOffset At = new(2026, 3, 9, 11, 30, 0, 5, TimeSpan.FromHours(2));

    [Fact]
    public async Task ARowHoldsAllThatIsKnownOfItsEventAndStartsNoFormula()
    {
        var full = new ProctoringEvent
        {
            Id = EventId.Parse("-1"),
            Type = EventType.MultipleFaces,
            OccurredAt = At,
            Seq = 7,
            Confidence = 0.5,
            DurationMs = 2_500,
            Label = "+phone",
            Data = Encoding.UTF8.GetBytes("""{"ü":";=1"}"""),
        };
        var bare = new ProctoringEvent { Id = EventId.Parse("e"), Type = EventType.Heartbeat, OccurredAt = At.AddDays(-1) };
        var lines = await WriteAsync(SampleReport.Of(
            [new(full, At.AddHours(1), Late: true, 20, "@rule, of this policy"), new(bare, At, Late: false, 0, "HEARTBEAT: 0 points")]));

        Assert.Equal(
            [
                "1,\"'-1\",MULTIPLE_FACES,critical,2026-03-09T09:30:00.005Z,2026-03-09T10:30:00.005Z,true,7,0.5,2500,\"'+phone\",\"{\"\"ü\"\":\"\";'=1\"\"}\",20,\"'@rule, of this policy\"",
                "2,e,HEARTBEAT,info,2026-03-08T09:30:00.005Z,2026-03-09T09:30:00.005Z,false,,,,,,0,HEARTBEAT: 0 points",
                "",
            ],
            lines[1..]);
    }

    [Fact]
    public async Task WhatAReaderMustKnowStandsBelowTheEventsInTheLastColumn()
    {
        var sample = SampleReport.Of(1);
        var report = sample.Report with
        {
            Missing = new(1, [new(4, 4)]),
            Statistics = sample.Report.Statistics with { Total = 2 },
        };
        var lines = await WriteAsync(sample with { Report = report });

        Assert.Equal(
            [
                ",,REMARK,,,,,,,,,,,1 event never arrived: the running numbers 4 are missing. They were lost on their way or kept back.",
                ",,REMARK,,,,,,,,,,,The session reached its limit of events. From then on ordinary events were counted only: 1 event of 2 stand in the figures and have no row of their own.",
                "",
            ],
            lines[2..]);
        Assert.Equal(lines[0].Count(c => c == ','), lines[2].Count(c => c == ','));
    }

    [Fact]
    public void AFinalReportIsRemarkedOnlyWhenItIsNotTheFirst()
    {
        var report = SampleReport.Of(1).Report;

        Assert.Empty(Remarks.Of(report with { Version = 1 }));
        Assert.Empty(Remarks.Of(report with { Version = null }));
        Assert.EndsWith("scored after version 2 was made.", Assert.Single(Remarks.Of(report with { Version = 3 })), StringComparison.Ordinal);
    }

    [Fact]
    public void AsManyGapsAsAreNamedLeaveNoOthers()
    {
        var report = SampleReport.Of(1).Report with { Missing = new(40, [.. Enumerable.Range(1, 20).Select(i => new MissingRange(10 * i, 10 * i + 1))]) };

        var remark = Assert.Single(Remarks.Of(report));

        Assert.Contains("40 events never arrived: the running numbers 10–11, 20–21, ", remark, StringComparison.Ordinal);
        Assert.Contains("200–201 are missing.", remark, StringComparison.Ordinal);
    }

    static async Task<string[]> WriteAsync(ReportContent content)
    {
        var output = new MemoryStream();
        await new ReportRenderer(new ReportOptions()).WriteAsync(content, ReportFormat.Csv, output, default);
        return Encoding.UTF8.GetString(output.ToArray()).TrimStart('\uFEFF').Split("\r\n");
    }
}
