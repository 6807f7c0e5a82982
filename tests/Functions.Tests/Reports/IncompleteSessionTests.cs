using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>What reports say of events that did not arrive.</summary>
[Collection(nameof(SharedApp))]
public sealed class IncompleteSessionTests(SharedApp shared)
{
    [Fact]
    public async Task RunningNumbersThatNeverCameAreNamedInEveryForm()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, events) = await organization.RunSessionAsync();
        var now = DateTimeOffset.UtcNow;
        int[] numbers = [1, 2, 5, 9];
        (await events.PostAsync($"/sessions/{id}/events", new
        {
            events = numbers.Select(seq => new { id = $"e{seq}", seq, type = "COPY", occurredAt = now }),
        })).Expect(HttpStatusCode.Accepted);
        await Eventually.GetAsync(
            () => organization.Proctor.Api.GetAsync($"/sessions/{id}/statistics"),
            reply => reply.Expect(HttpStatusCode.OK).GetProperty("total").GetInt32() == numbers.Length);

        const string Remark = "5 events never arrived: the running numbers 3–4, 6–8 are missing.";
        var pdf = new PdfFileReader((await organization.Proctor.MakeReportAsync(id, "pdf")).Bytes);
        Assert.Contains(Remark, pdf.Pages[0].Text.ReplaceLineEndings(" "), StringComparison.Ordinal);

        var lines = (await organization.Proctor.MakeReportAsync(id, "csv")).Text.Split("\r\n");
        Assert.Equal(1 + numbers.Length + 2, lines.Length);
        Assert.StartsWith($",,REMARK,,,,,,,,,,,\"{Remark}", lines[^2], StringComparison.Ordinal);

        var report = (await organization.Proctor.MakeReportAsync(id, "json")).Json;
        var missing = report.GetProperty("missing");
        Assert.Equal(5, missing.GetProperty("count").GetInt32());
        Assert.Equal(
            [(3, 4), (6, 8)],
            missing.GetProperty("ranges").EnumerateArray().Select(gap => (gap.GetProperty("from").GetInt32(), gap.GetProperty("to").GetInt32())));
        Assert.Equal(numbers.Length, report.GetProperty("listed").GetInt32());
    }

    [Fact]
    public async Task ASessionThatNeverBeganHasEveryForm()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var id = await organization.CreateSessionAsync();

        Assert.Single(new PdfFileReader((await organization.Proctor.MakeReportAsync(id, "pdf")).Bytes).Pages);
        Assert.Equal(2, (await organization.Proctor.MakeReportAsync(id, "csv")).Text.Split("\r\n").Length);
        var report = (await organization.Proctor.MakeReportAsync(id, "json")).Json;
        Assert.Empty(report.GetProperty("events").EnumerateArray());
        Assert.Equal(0, report.GetProperty("missing").GetProperty("count").GetInt32());
        Assert.Equal(report.GetProperty("createdAt").GetDateTimeOffset(), report.GetProperty("asOf").GetDateTimeOffset());
    }

    [Fact]
    public async Task ALabelOfTwoHundredLinesDoesNotPreventAReport()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, events) = await organization.RunSessionAsync();
        (await events.PostAsync($"/sessions/{id}/events", new
        {
            id = "a",
            type = "OBJECT_DETECTED",
            occurredAt = DateTimeOffset.UtcNow,
            label = new string('\n', 200),
            data = new Dictionary<string, object> { [new string('x', 4_000)] = new string('\n', 1_000), ["\u202E"] = "\r" },
        })).Expect(HttpStatusCode.Accepted);
        await Eventually.GetAsync(
            () => organization.Proctor.Api.GetAsync($"/sessions/{id}/statistics"),
            reply => reply.Expect(HttpStatusCode.OK).GetProperty("total").GetInt32() == 1);

        Assert.NotEmpty(new PdfFileReader((await organization.Proctor.MakeReportAsync(id, "pdf")).Bytes).Pages);
        Assert.Contains("OBJECT_DETECTED", (await organization.Proctor.MakeReportAsync(id, "csv")).Text, StringComparison.Ordinal);
    }
}
