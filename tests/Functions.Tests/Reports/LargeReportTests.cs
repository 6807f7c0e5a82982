using System.Text;
using System.Text.Json;
using Proctoring.Benchmarks.Reports;
using Proctoring.Domain.Events;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Events;
using Proctoring.Functions.Reports;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>Reports of sessions with more events than anybody wants in memory.</summary>
public sealed class LargeReportTests
{
    readonly ReportRenderer _renderer = new(new ReportOptions());

    [Fact]
    public async Task ACsvHoldsEveryEventOnceAndInOrder()
    {
        var lines = (await WriteAsync(SampleReport.Of(3_000), ReportFormat.Csv)).TrimStart('\uFEFF').Split("\r\n");

        Assert.Equal(3_000 + 2, lines.Length); // the header, and nothing after the last line's end
        Assert.Equal(
            Enumerable.Range(1, 3_000).Select(number => $"{number},e{number - 1}"),
            lines[1..^1].Select(line => string.Join(',', line.Split(',')[..2])));
    }

    [Fact]
    public async Task AJsonReportHoldsEveryEventOnceAndInOrder()
    {
        using var report = JsonDocument.Parse(await WriteAsync(SampleReport.Of(3_000), ReportFormat.Json));

        Assert.Equal(
            Enumerable.Range(0, 3_000).Select(number => $"e{number}"),
            report.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Json)]
    public async Task APageIsWrittenBeforeTheNextOneIsRead(ReportFormat format)
    {
        var pages = Pages(SampleReport.Events(5_000));
        Assert.True(pages.Count > 10);
        var (output, unwritten) = (new MemoryStream(), 0);
        var (_, evidence) = await new ReportEvents(_ => pages.ToAsyncEnumerable(), pages.Count).SumAsync(default);
        var content = new ReportContent(SampleReport.Of(1).Report with { Evidence = evidence }, new ReportEvents(_ => Read(), pages.Count));

        await _renderer.WriteAsync(content, format, output, default);

        Assert.Equal(0, unwritten);

        async IAsyncEnumerable<EventPage> Read()
        {
            foreach (var page in pages)
            {
                yield return page;
                await Task.Yield();
                var last = Encoding.UTF8.GetBytes(page.Read()[^1].Scored.Event.Id.Value);
                if (output.ToArray().AsSpan().IndexOf(last) < 0) unwritten++;
            }
        }
    }

    [Theory]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Json)]
    [InlineData(ReportFormat.Pdf)]
    public async Task PagesThatAreRemovedMeanwhileMakeNoReport(ReportFormat format)
    {
        var pages = Pages(SampleReport.Events(2_000));
        var events = new ReportEvents(_ => pages.ToAsyncEnumerable(), pages.Count);
        var (_, evidence) = await events.SumAsync(default);
        var content = new ReportContent(SampleReport.Of(1).Report with { Evidence = evidence }, events);

        pages.RemoveRange(pages.Count / 2, 1);
        await Assert.ThrowsAsync<InvalidDataException>(() => _renderer.WriteAsync(content, format, new MemoryStream(), default));
        pages.Clear();
        await Assert.ThrowsAsync<InvalidDataException>(() => _renderer.WriteAsync(content, format, new MemoryStream(), default));
        await Assert.ThrowsAsync<InvalidDataException>(() => events.SumAsync(default));
    }

    [Fact]
    public async Task OtherEventsThanTheEvidenceIsOfMakeNoReport()
    {
        var (some, others) = (Pages(SampleReport.Events(100)), Pages(SampleReport.Events(101)));
        Assert.Equal(some.Count, others.Count);
        var (_, evidence) = await new ReportEvents(_ => some.ToAsyncEnumerable(), some.Count).SumAsync(default);
        var content = new ReportContent(
            SampleReport.Of(1).Report with { Evidence = evidence }, new ReportEvents(_ => others.ToAsyncEnumerable(), others.Count));

        await Assert.ThrowsAsync<InvalidDataException>(() => _renderer.WriteAsync(content, ReportFormat.Csv, new MemoryStream(), default));
    }

    [Fact]
    public async Task PagesThatAreScoredMeanwhileAreLeftOut()
    {
        var pages = Pages(SampleReport.Events(2_000));
        var (totals, evidence) = await new ReportEvents(_ => pages.ToAsyncEnumerable(), 2).SumAsync(default);

        Assert.Equal((pages[0].Count + pages[1].Count, 2), (totals.Count, evidence.Pages));
    }

    [Fact]
    public async Task ThePdfKeepsWhatWeighsMostAndNamesTheRest()
    {
        var content = SampleReport.Of(1_000);
        var all = SampleReport.Events(1_000).ToList();
        var raised = all.Last(scored => scored.Event.Type == EventType.Heartbeat).Event.Id;
        content = content with
        {
            Report = content.Report with { Alerts = [content.Report.Alerts[0] with { Events = [raised] }] },
        };

        var events = await PdfEvents.ReadAsync(content, default, mostRows: 60);

        Assert.Equal(60, events.Rows.Count);
        Assert.Contains(events.Rows, row => row.Type == EventType.Heartbeat);
        var dearest = all.Select((scored, i) => (scored.Deduction, Number: i + 1)).OrderByDescending(row => row.Deduction).ThenBy(row => row.Number).Take(59);
        Assert.Equal(
            dearest.Select(row => row.Number).Order(),
            events.Rows.Where(row => row.Type != EventType.Heartbeat).Select(row => row.Number));
        Assert.Equal(events.Rows.OrderBy(row => row.At).ThenBy(row => row.Number), events.Rows);
        Assert.Equal(940, events.Folded.Sum(type => type.Events));
        Assert.Equal(all.Sum(scored => scored.Deduction), events.Rows.Sum(row => row.Deduction) + events.Folded.Sum(type => type.Points));
        var pastes = events.Folded.Single(type => type.Type == EventType.Paste);
        var times = all.Where(scored => scored.Event.Type == EventType.Paste).Select(scored => scored.Event.OccurredAt).ToList();
        Assert.Equal((times.Count, times.Min(), times.Max()), (pastes.Events, pastes.First, pastes.Last));

        var file = new MemoryStream();
        PdfReport.Write(content.Report, events, file, "Lato");
        var pdf = new PdfFileReader(file.ToArray());
        var text = pdf.Text.ReplaceLineEndings(" ");
        Assert.Contains($"… and {times.Count} further events: Paste", text, StringComparison.Ordinal);
        Assert.Equal(
            events.Folded.OrderByDescending(type => type.Events).ThenBy(type => type.Type.Name, StringComparer.Ordinal), events.Folded);
        Assert.Contains("Events without a row here 940 events", text, StringComparison.Ordinal);
        Assert.Contains("Events of most weight 60 of 1,000 events", text, StringComparison.Ordinal);
        Assert.Contains("CSV and JSON forms of this report hold every event", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Every event", text, StringComparison.Ordinal);
        Assert.InRange(pdf.Pages.Count, 1, 8);
    }

    [Fact]
    public async Task TheTimelineShowsFoldedEventsToo()
    {
        var content = SampleReport.Of(1_000);

        var (few, all) = (await PdfEvents.ReadAsync(content, default, mostRows: 10), await PdfEvents.ReadAsync(content, default));

        Assert.Equal(all.Timeline!.ToSvg(), few.Timeline!.ToSvg());
        Assert.Empty(all.Folded);
        Assert.Equal(
            SampleReport.Events(1_000).Index().Where(scored => scored.Item.Late).Select(scored => scored.Index + 1),
            all.Rows.Where(row => row.Details.Contains("received late, ", StringComparison.Ordinal)).Select(row => row.Number));
    }

    async Task<string> WriteAsync(ReportContent content, ReportFormat format)
    {
        var output = new MemoryStream();
        await _renderer.WriteAsync(content, format, output, default);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    static List<EventPage> Pages(IEnumerable<Domain.Scoring.ScoredEvent> events)
    {
        using var writer = new PageWriter();
        foreach (var scored in events) writer.Add(scored);
        return [.. writer.Complete(0)];
    }
}
