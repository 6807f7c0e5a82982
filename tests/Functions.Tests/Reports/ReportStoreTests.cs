using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>The rows and files of reports.</summary>
public sealed class ReportStoreTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    static readonly SessionId Session = SessionId.Parse("s1");

    [Fact]
    public async Task AReportIsReadAsItWasSaved()
    {
        var (store, _) = await StoreAsync();
        var failed = Report("r", format: ReportFormat.Pdf) with { Status = ReportStatus.Failed, Failure = "The report could not be made.", Version = 2 };
        await store.SaveAsync(failed, default);
        Assert.Equal(failed, await store.FindAsync(Session, failed.Id, default));

        // Nothing of what was before shines through.
        var ready = failed with { Status = ReportStatus.Ready, Size = 5_000_000_000, Failure = null };
        await store.SaveAsync(ready, default);
        Assert.Equal(ready, await store.FindAsync(Session, ready.Id, default));
        Assert.Null(await store.FindAsync(SessionId.Parse("s2"), ready.Id, default));
    }

    [Fact]
    public void AReplyHoldsWhatIsKnown()
    {
        var report = Report("r", format: ReportFormat.Pdf);

        Assert.Equal(
            """{"id":"r","status":"pending","format":"pdf","createdAt":"1970-01-02T00:00:00+00:00"}""",
            JsonSerializer.Serialize(ReportReply.Of(report), Json.Options));
        Assert.Equal(
            """{"id":"r","status":"failed","format":"pdf","size":5,"createdAt":"1970-01-02T00:00:00+00:00","reason":"why","version":2}""",
            JsonSerializer.Serialize(
                ReportReply.Of(report with { Status = ReportStatus.Failed, Size = 5, Failure = "why", Version = 2 }), Json.Options));
    }

    [Fact]
    public async Task AFileCanBeReadWhileItIsThere()
    {
        var (store, files) = await StoreAsync();
        var report = Report("r");
        await WriteAsync(store, report, 7);

        var (content, length) = (await store.DownloadAsync(report, default))!.Value;
        Assert.Equal((7, 1), (content.ReadByte(), length));
        content.Dispose();

        await files.DeleteBlobIfExistsAsync(report.BlobName);
        Assert.Null(await store.DownloadAsync(report, default));
    }

    [Fact]
    public async Task AnOrganizationsFilesGoAndNoOthers()
    {
        var (store, files) = await StoreAsync();
        var other = Report("r3", organization: "org2");
        foreach (var report in new[] { Report("r1"), Report("r2", "s2"), other }) await WriteAsync(store, report, 1);

        Assert.Equal(2, await store.RemoveAsync(OrganizationId.Parse("org"), default));

        Assert.Equal([other.BlobName], (await files.GetBlobsAsync().ToListAsync()).Select(blob => blob.Name));
        Assert.Equal(0, await store.RemoveAsync(OrganizationId.Parse("org"), default));
    }

    [Fact]
    public async Task ASessionsReportsGoWithTheirFilesAndNoOthers()
    {
        var (store, files) = await StoreAsync();
        var other = Report("r3", "s2");
        foreach (var report in new[] { Report("r1"), Report("r2"), other })
        {
            await WriteAsync(store, report, 1);
            await store.AddAsync(report, default);
        }

        await store.PurgeAsync(Session, default);

        Assert.Equal([other.BlobName], (await files.GetBlobsAsync().ToListAsync()).Select(blob => blob.Name));
        Assert.Null(await store.FindAsync(Session, ReportId.Parse("r1"), default));
        Assert.Equal(other, await store.FindAsync(other.SessionId, other.Id, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OfRequestsAtTheSameMomentOneWins(bool oneWasFinished)
    {
        var table = await storage.CreateTableAsync((connection, name) => new ContestedTable(connection, name));
        var store = new ReportStore(table, await storage.CreateContainerAsync(), links: null!);
        if (oneWasFinished) await FinishAsync(store);
        table.BeforeWrite = async () => Assert.Equal(ReportId.Parse("fast"), await ClaimAsync(store, "fast"));

        Assert.Equal(ReportId.Parse("fast"), await ClaimAsync(store, "slow"));
        Assert.Equal(ReportId.Parse("fast"), await ClaimAsync(store, "late"));
    }

    [Fact]
    public async Task AClaimThatIsRemovedMeanwhileIsMadeAnew()
    {
        var table = await storage.CreateTableAsync((connection, name) => new ContestedTable(connection, name));
        var store = new ReportStore(table, await storage.CreateContainerAsync(), links: null!);
        await FinishAsync(store);
        table.BeforeWrite = () => store.PurgeAsync(Session, default);

        Assert.Equal(ReportId.Parse("next"), await ClaimAsync(store, "next"));
        Assert.Equal(ReportId.Parse("next"), await ClaimAsync(store, "late"));
    }

    static async Task FinishAsync(ReportStore store)
    {
        await ClaimAsync(store, "first");
        await store.SaveAsync(Report("first") with { Status = ReportStatus.Ready, Size = 1 }, default);
    }

    static Task<ReportId> ClaimAsync(ReportStore store, string report) =>
        store.ClaimAsync(Session, ReportFormat.Csv, ReportId.Parse(report), default);

    async Task<(ReportStore Store, BlobContainerClient Files)> StoreAsync()
    {
        var files = await storage.CreateContainerAsync();
        return (new(await storage.CreateTableAsync(), files, links: null!), files);
    }

    static StoredReport Report(string id, string session = "s1", string organization = "org", ReportFormat format = ReportFormat.Csv) =>
        new(ReportId.Parse(id), SessionId.Parse(session), OrganizationId.Parse(organization), format, DateTimeOffset.UnixEpoch.AddDays(1));

    static async Task WriteAsync(ReportStore store, StoredReport report, byte value)
    {
        await using var file = store.Upload(report);
        await file.WriteAsync(new[] { value });
        await file.CommitAsync(default);
    }

    /// <summary>A table in which somebody else writes just before the first write.</summary>
    sealed class ContestedTable(string connectionString, string name) : TableClient(connectionString, name)
    {
        public Func<Task>? BeforeWrite { get; set; }

        public override async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        {
            await ContestAsync();
            return await base.AddEntityAsync(entity, cancellationToken);
        }

        public override async Task<Response> UpdateEntityAsync<T>(
            T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        {
            await ContestAsync();
            return await base.UpdateEntityAsync(entity, ifMatch, mode, cancellationToken);
        }

        Task ContestAsync()
        {
            if (BeforeWrite is not { } act) return Task.CompletedTask;
            BeforeWrite = null;
            return act();
        }
    }
}
