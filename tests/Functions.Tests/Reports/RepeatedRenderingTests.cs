using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Platform;
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
    public async Task AFailedAttemptIsPassedOnAndItsTraceSaysSo()
    {
        var store = new ReportStore(await storage.CreateTableAsync(), await storage.CreateContainerAsync(), links: null!);
        var input = new CreateReportInput(
            SessionId.Parse($"{Guid.NewGuid():N}"), OrganizationId.Parse("org"), ReportId.Parse("r1"), ReportFormat.Csv, RequestedBy: null);
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        var render = new RenderReport(store, reader: null!, renderer: null!, metrics: null!, NullLogger<RenderReport>.Instance);
        await Assert.ThrowsAsync<NullReferenceException>(() => render.RunAsync(new(input, DateTimeOffset.UnixEpoch), default));

        var span = Assert.Single(ended, activity => Equals(activity.GetTagItem("proctoring.session.id"), input.SessionId.Value));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        // It is noted, and pending still.
        Assert.Equal(input.ToPending(DateTimeOffset.UnixEpoch), await store.FindAsync(input.SessionId, input.ReportId, default));
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
