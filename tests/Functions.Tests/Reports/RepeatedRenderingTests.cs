using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>An activity runs at least once.</summary>
public sealed class RepeatedRenderingTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task AReportThatIsReadyIsNotMadeAgain()
    {
        var store = new ReportStore(await storage.CreateTableAsync(), await storage.CreateContainerAsync(), links: null!);
        var input = new CreateReportInput(
            SessionId.Parse("s1"), OrganizationId.Parse("org"), ReportId.Parse("r1"), ReportFormat.Csv, RequestedBy: null);
        await store.SaveAsync(input.ToPending(DateTimeOffset.UnixEpoch) with { Status = ReportStatus.Ready, Size = 17 }, default);

        // Without anything to read or write with.
        var render = new RenderReport(store, reader: null!, renderer: null!, metrics: null!, NullLogger<RenderReport>.Instance);
        var outcome = await render.RunAsync(new(input, DateTimeOffset.UnixEpoch), default);

        Assert.Equal(ReportOutcome.Ready(17), outcome);
    }

    [Fact]
    public async Task AReportKeepsTheTimeAndTheVersionThatItWasAskedForWith()
    {
        var store = new ReportStore(await storage.CreateTableAsync(), await storage.CreateContainerAsync(), links: null!);
        var input = new CreateReportInput(
            SessionId.Parse("s1"), OrganizationId.Parse("org"), ReportId.Parse("r1"), ReportFormat.Csv, RequestedBy: null, Version: 2);
        await store.AddAsync(input.ToPending(DateTimeOffset.UnixEpoch), default);

        var second = await store.AddAsync(input.ToPending(DateTimeOffset.UnixEpoch.AddHours(1)), default);

        Assert.Equal((DateTimeOffset.UnixEpoch, 2), (second.CreatedAt, second.Version));
    }
}
