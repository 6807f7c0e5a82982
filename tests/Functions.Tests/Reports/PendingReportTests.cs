using System.Net;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>While a report is being made, nobody can have another one of the same session and format made.</summary>
public sealed class PendingReportTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    static readonly SessionId Session = SessionId.Parse("s1");

    [Fact]
    public async Task AskingAHundredTimesMakesOneReportOfEachFormat()
    {
        var folder = Directory.CreateTempSubdirectory("proctoring-fonts-");
        try
        {
            // A font that cannot be read: no report is ever finished.
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "broken.ttf"), "this is no font at all, but long enough to be looked at");
            await using var app = await TestApp.StartAsync(new Dictionary<string, string> { ["Reports:FontFolder"] = folder.FullName });
            var organization = await TestOrganization.CreateAsync(app);
            var (id, other) = (await organization.CreateSessionAsync(), await organization.CreateSessionAsync());

            var paths = await Task.WhenAll(Enumerable.Range(0, 99).Select(i =>
                (i % 2 == 0 ? organization.Proctor : organization.Admin).RequestReportAsync(id, i % 3 == 0 ? "pdf" : i % 3 == 1 ? "csv" : "json")));

            Assert.Equal(3, paths.Distinct().Count());
            var list = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/reports")).Expect(HttpStatusCode.OK).GetProperty("items");
            Assert.Equal(["csv", "json", "pdf"], list.EnumerateArray().Select(report => report.GetProperty("format").GetString()).Order());
            Assert.DoesNotContain(await organization.Proctor.RequestReportAsync(other, "csv"), paths);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(ReportStatus.Ready)]
    [InlineData(ReportStatus.Failed)]
    public async Task AfterAReportIsFinishedTheNextOneCanBeHad(object status)
    {
        var store = await StoreAsync();
        var (first, second, third) = (Id("1"), Id("2"), Id("3"));
        Assert.Equal(first, await store.ClaimAsync(Session, ReportFormat.Csv, first, default));
        var pending = await store.AddAsync(Pending(first), default);
        Assert.Equal(first, await store.ClaimAsync(Session, ReportFormat.Csv, second, default));

        await store.SaveAsync(pending with { Status = (ReportStatus)status }, default);

        Assert.Equal(second, await store.ClaimAsync(Session, ReportFormat.Csv, second, default));
        Assert.Equal(second, await store.ClaimAsync(Session, ReportFormat.Csv, third, default));
    }

    [Fact]
    public async Task AClaimWhoseReportWasNeverNotedIsTakenUpByTheNextRequest()
    {
        var store = await StoreAsync();
        await store.ClaimAsync(Session, ReportFormat.Csv, Id("1"), default);

        Assert.Equal(Id("1"), await store.ClaimAsync(Session, ReportFormat.Csv, Id("2"), default));
    }

    [Fact]
    public async Task NoClaimOutlivesItsSession()
    {
        var store = await StoreAsync();
        await store.ClaimAsync(Session, ReportFormat.Csv, Id("1"), default);
        await store.AddAsync(Pending(Id("1")), default);

        await store.PurgeAsync(Session, default);

        Assert.Empty((await store.ListAsync(Session, new(10, null), default)).Items);
        Assert.Equal(Id("2"), await store.ClaimAsync(Session, ReportFormat.Csv, Id("2"), default));
    }

    async Task<ReportStore> StoreAsync() => new(await storage.CreateTableAsync(), await storage.CreateContainerAsync(), links: null!);

    static ReportId Id(string text) => ReportId.Parse(text);

    static StoredReport Pending(ReportId id) => new(id, Session, OrganizationId.Parse("org"), ReportFormat.Csv, DateTimeOffset.UnixEpoch);
}
