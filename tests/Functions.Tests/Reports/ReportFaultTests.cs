using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>Reports when things go wrong.</summary>
public sealed class ReportFaultTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proctoring-fonts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AReportThatCannotBeMadeFailsAfterRetriesAndSaysSo()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "broken.ttf"), "this is no font at all, but long enough to be looked at");
        await using var app = await TestApp.StartAsync(new Dictionary<string, string> { ["Reports:FontFolder"] = _folder.FullName });
        var organization = await TestOrganization.CreateAsync(app);
        var id = await organization.CreateSessionAsync();
        await using var client = await organization.Proctor.ConnectAsync();
        var path = await organization.Proctor.RequestReportAsync(id, "pdf");

        // Its attempts take minutes by the clock, which has not moved yet.
        Assert.Equal("pending", (await organization.Proctor.Api.GetAsync(path)).Expect(HttpStatusCode.OK).GetProperty("status").GetString());
        var refused = await organization.Proctor.Api.GetAsync($"{path}/content");
        refused.ExpectProblem(HttpStatusCode.Conflict, "refused");
        Assert.Equal("The report is still being made.", refused.Json.GetProperty("detail").GetString());
        (await organization.Proctor.Api.GetAsync($"{path}/link")).ExpectProblem(HttpStatusCode.Conflict, "refused");
        var report = await Eventually.GetAsync(
            async () =>
            {
                // So slowly that the login outlasts it: an hour by the clock.
                await app.AdvanceAsync(TimeSpan.FromSeconds(10));
                await Task.Delay(200);
                return (await organization.Proctor.Api.GetAsync(path)).Expect(HttpStatusCode.OK);
            },
            report => report.GetProperty("status").GetString() != "pending");

        Assert.Equal("failed", report.GetProperty("status").GetString());
        Assert.False(string.IsNullOrEmpty(report.GetProperty("reason").GetString()));
        await Eventually.GetAsync(
            () => Task.FromResult(app.Log),
            log => log.Any(line => line.Contains($"of session {id} ({organization.Id}) could not be made", StringComparison.Ordinal)));
        Assert.False(report.TryGetProperty("size", out _));
        refused = await organization.Proctor.Api.GetAsync($"{path}/content");
        refused.ExpectProblem(HttpStatusCode.Conflict, "refused");
        Assert.Equal(report.GetProperty("reason").GetString(), refused.Json.GetProperty("detail").GetString());
        var message = await client.WaitForAsync("report");
        Assert.Equal("failed", message.GetProperty("status").GetString());
    }

    [Fact]
    public async Task AReportIsMadeOnceWhatStoodInItsWayIsGone()
    {
        var font = Path.Combine(_folder.FullName, "broken.ttf");
        await File.WriteAllTextAsync(font, "this is no font at all, but long enough to be looked at");
        await using var app = await TestApp.StartAsync(new Dictionary<string, string> { ["Reports:FontFolder"] = _folder.FullName });
        var organization = await TestOrganization.CreateAsync(app);
        var id = await organization.CreateSessionAsync();
        var path = await organization.Proctor.RequestReportAsync(id, "pdf");
        await Eventually.GetAsync(
            () => Task.FromResult(app.Log), log => log.Any(line => line.Contains("not a TrueType file", StringComparison.Ordinal)));

        File.Delete(font);
        var report = await Eventually.GetAsync(
            async () =>
            {
                await app.AdvanceAsync(TimeSpan.FromSeconds(1));
                return (await organization.Proctor.Api.GetAsync(path)).Expect(HttpStatusCode.OK);
            },
            report => report.GetProperty("status").GetString() != "pending");

        Assert.Equal("ready", report.GetProperty("status").GetString());
    }

    [Fact]
    public async Task AReportIsFinishedAfterTheProcessWasKilled()
    {
        await using var app = await TestApp.StartAsync();
        var organization = await TestOrganization.CreateAsync(app);
        var sessions = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => organization.CreateSessionAsync()));
        var paths = await Task.WhenAll(sessions.Select(id => organization.Proctor.RequestReportAsync(id, "pdf")));

        await app.KillAsync();
        await app.RestartAsync();

        foreach (var path in paths)
        {
            await organization.Proctor.WaitForReportAsync(path, "ready");
            var content = await organization.Proctor.Api.GetAsync($"{path}/content");
            Assert.Single(new PdfFileReader(content.Bytes).Pages);
        }
    }
}
