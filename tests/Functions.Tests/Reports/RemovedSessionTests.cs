using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Scoring;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Functions.Tests.Telemetry;

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

    [Fact]
    public async Task NothingIsRenderedOfASessionThatIsGone()
    {
        var rows = await storage.CreateTableAsync();
        var files = await storage.CreateContainerAsync();
        var reports = new ReportStore(rows, files, links: null!);
        var sessions = new SessionStore(await storage.CreateTableAsync(), new SessionOptions());
        var input = new CreateReportInput(
            SessionId.Parse("gone"), OrganizationId.Parse("org"), ReportId.Parse("report"), ReportFormat.Csv, RequestedBy: null);

        // Without anything else to read, or to write with.
        var render = new RenderReport(
            reports, new ReportReader(sessions, log: null!, alerts: null!, users: null!, exams: null!), renderer: null!, metrics: null!,
            NullLogger<RenderReport>.Instance);
        var outcome = await render.RunAsync(new(input, DateTimeOffset.UnixEpoch), default);

        Assert.Equal(ReportOutcome.SessionGone, outcome);
        Assert.True(outcome.IsSessionGone);
        Assert.Empty(await rows.QueryAsync<TableEntity>().ToListAsync());
        Assert.Empty(await files.GetBlobsAsync().ToListAsync());
    }

    [Theory]
    [InlineData(ReportStatus.Ready, 17L, null)]
    [InlineData(ReportStatus.Failed, null, "The report could not be made.")]
    public async Task WhatBecameOfAReportIsNotedWhileItsSessionIsThere(object status, long? size, string? failure)
    {
        var reports = new ReportStore(await storage.CreateTableAsync(), await storage.CreateContainerAsync(), links: null!);
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.ScheduleAsync();
        var log = new LoggedEvents();
        var input = new CreateReportInput(
            session, OrganizationId.Parse("org"), ReportId.Parse("report"), ReportFormat.Csv, RequestedBy: null, Version: 2);

        await new CompleteReport(reports, bench.Store, new Logger<CompleteReport>(log)).RunAsync(
            new(input, DateTimeOffset.UnixEpoch, new((ReportStatus)status, size, failure)), default);

        Assert.Equal(
            input.ToPending(DateTimeOffset.UnixEpoch) with { Status = (ReportStatus)status, Size = size, Failure = failure },
            await reports.FindAsync(session, input.ReportId, default));
        Assert.Equal(failure is null ? 0 : 1, log.Named("ReportFailed").Count(entry => entry.Level == LogLevel.Error));
    }

    [Fact]
    public async Task AFileIsRemovedBeforeTheRowThatItIsFoundBy()
    {
        var rows = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        var files = await storage.CreateContainerAsync();
        var reports = new ReportStore(rows, files, links: null!);
        var report = await reports.AddAsync(
            new(ReportId.Parse("report"), SessionId.Parse("s"), OrganizationId.Parse("org"), ReportFormat.Csv, DateTimeOffset.UnixEpoch), default);
        await using (var file = reports.Upload(report))
        {
            await file.WriteAsync(new byte[1]);
            await file.CommitAsync(default);
        }

        List<int> filesLeft = [];
        rows.BeforeDelete = async _ => filesLeft.Add((await files.GetBlobsAsync().ToListAsync()).Count);
        await reports.PurgeAsync(report.SessionId, default);

        Assert.Equal([0], filesLeft);
    }
}
