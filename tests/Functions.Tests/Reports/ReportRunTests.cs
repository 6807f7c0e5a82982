using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>How a report is made step by step, its activities answering as the test wants.</summary>
public sealed class ReportRunTests : IAsyncLifetime
{
    static readonly CreateReportInput Input = new(
        SessionId.Parse("s1"), OrganizationId.Parse("org"), ReportId.Parse("r1"), ReportFormat.Csv, UserId.Parse("u"), Version: 2);

    readonly TestTaskHub _hub = new(new LoggedEvents());
    readonly ConcurrentQueue<(string Activity, string Input)> _called = [];
    readonly Dictionary<string, int> _failures = [];
    ReportOutcome _rendered = ReportOutcome.Ready(17);

    public Task InitializeAsync()
    {
        _hub.Orchestrator(nameof(CreateReport), CreateReport.RunAsync);
        foreach (var activity in new[] { nameof(RenderReport), nameof(CompleteReport), nameof(NotifyRequester) })
            _hub.Activity(activity, input =>
            {
                _called.Enqueue((activity, input));
                if (Called(activity) <= _failures.GetValueOrDefault(activity)) throw new InvalidOperationException("not now");
                return Task.FromResult<object?>(activity == nameof(RenderReport) ? _rendered : null);
            });
        _hub.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task AReportIsRenderedNotedAndAnnouncedInThisOrder()
    {
        await RunAsync(Input);

        Assert.Equal([nameof(RenderReport), nameof(CompleteReport), nameof(NotifyRequester)], _called.Select(call => call.Activity));
        var rendering = Read<RenderReport.Input>(0);
        Assert.Equal(Input, rendering.Report);
        Assert.Equal(_hub.Clock.GetUtcNow(), rendering.RequestedAt, TimeSpan.FromMinutes(5));
        Assert.Equal(new CompleteReport.Input(Input, rendering.RequestedAt, _rendered), Read<CompleteReport.Input>(1));
        Assert.Equal(new NotifyRequester.Input(Input, ReportStatus.Ready), Read<NotifyRequester.Input>(2));
    }

    [Fact]
    public async Task NobodyIsToldOfAReportThatNobodyAskedFor()
    {
        await RunAsync(Input with { RequestedBy = null });
        Assert.Equal([nameof(RenderReport), nameof(CompleteReport)], _called.Select(call => call.Activity));
    }

    [Fact]
    public async Task NothingIsNotedOfASessionThatIsGone()
    {
        _rendered = ReportOutcome.SessionGone;
        await RunAsync(Input);

        Assert.Equal([nameof(RenderReport), nameof(NotifyRequester)], _called.Select(call => call.Activity));
        Assert.Equal(ReportStatus.Failed, Read<NotifyRequester.Input>(1).Status);
    }

    [Fact]
    public async Task RenderingIsGivenUpAfterEightAttemptsInMinutes()
    {
        _failures[nameof(RenderReport)] = 100;
        var waited = await RunAsync(Input);

        Assert.Equal(8, Called(nameof(RenderReport)));
        Assert.True(waited > TimeSpan.FromMinutes(3), $"It was given up after {waited}.");
        var outcome = Read<CompleteReport.Input>(8).Outcome;
        Assert.Equal((ReportStatus.Failed, null, "The report could not be made. Ask for another one."), (outcome.Status, outcome.Size, outcome.Failure));
        Assert.Equal(ReportStatus.Failed, Read<NotifyRequester.Input>(9).Status);
    }

    [Fact]
    public async Task HowItEndedIsNotedHoweverLongThatTakes()
    {
        _failures[nameof(CompleteReport)] = 20;
        var waited = await RunAsync(Input);

        Assert.Equal((1, 21, 1), (Called(nameof(RenderReport)), Called(nameof(CompleteReport)), Called(nameof(NotifyRequester))));
        Assert.True(waited > TimeSpan.FromMinutes(60), $"Twenty attempts within {waited} are too many.");
    }

    [Fact]
    public async Task AReportIsThereThoughNobodyCanBeTold()
    {
        _failures[nameof(NotifyRequester)] = 100;
        await RunAsync(Input);

        Assert.Equal((1, 1, 8), (Called(nameof(RenderReport)), Called(nameof(CompleteReport)), Called(nameof(NotifyRequester))));
    }

    /// <summary>Comes back when it has ended well, with the time that it took by the clock.</summary>
    async Task<TimeSpan> RunAsync(CreateReportInput input)
    {
        var begun = _hub.Clock.GetUtcNow();
        await _hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(CreateReport), input, new StartOrchestrationOptions("r1"));
        var end = _hub.Client.WaitForInstanceCompletionAsync("r1");
        for (var patience = 0; patience < 3_000 && await Task.WhenAny(end, Task.Delay(10)) != end; patience++)
            _hub.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await end.WaitAsync(TimeSpan.FromSeconds(30))).RuntimeStatus);
        return _hub.Clock.GetUtcNow() - begun;
    }

    int Called(string activity) => _called.Count(call => call.Activity == activity);

    T Read<T>(int call) => (T)_hub.Converter.Deserialize(_called.ElementAt(call).Input, typeof(T))!;
}
