using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>A session that is removed while a report of it is being made.</summary>
public sealed class RemovedSessionTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task NothingStaysOfAReportThatIsFinishedAfterwards()
    {
        var rows = await storage.CreateTableAsync();
        var files = await storage.CreateContainerAsync();
        var reports = new ReportStore(rows, files, links: null!);
        var sessions = new SessionStore(await storage.CreateTableAsync(), new SessionOptions());
        var input = new CreateReportInput(
            SessionId.Parse("gone"), OrganizationId.Parse("org"), ReportId.Parse("report"), ReportFormat.Csv, RequestedBy: null);
        await using (var file = reports.Upload(input.ToPending(DateTimeOffset.UnixEpoch)))
        {
            await file.WriteAsync(new byte[1]);
            await file.CommitAsync(default);
        }


        var complete = new CompleteReport(reports, sessions, NullLogger<CompleteReport>.Instance);
        await complete.RunAsync(new(input, DateTimeOffset.UnixEpoch, ReportOutcome.Ready(1)), default);

        Assert.Empty(await rows.QueryAsync<TableEntity>().ToListAsync());
        Assert.Empty(await files.GetBlobsAsync().ToListAsync());
    }
}
