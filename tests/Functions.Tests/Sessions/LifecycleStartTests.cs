using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using StandingClock = Proctoring.Testing.StandingClock;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>A session has one lifecycle, whoever else starts it at the same moment and whatever the backend says to that.</summary>
public sealed class LifecycleStartTests
{
    const string Start = "start lifecycle-one";
    static readonly SessionId Session = SessionId.Parse("one");
    readonly PlayedDurable _durable = new();

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    public async Task AStartThatIsRefusedBecauseThereIsOneIsDone(OrchestrationRuntimeStatus status)
    {
        (_durable.Refusing, _durable.Status) = (1, status);
        await SessionLifecycle.EnsureAsync(_durable, Session, default);
        Assert.Equal([Start], _durable.Asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    public async Task AStartThatIsRefusedWhileThereIsNoneIsTriedAgain(OrchestrationRuntimeStatus? status)
    {
        (_durable.Refusing, _durable.Status) = (2, status);
        await SessionLifecycle.EnsureAsync(_durable, Session, default);
        Assert.Equal([Start, Start, Start], _durable.Asked);
    }

    [Fact]
    public async Task AStartThatIsRefusedForGoodIsSaid()
    {
        _durable.Refusing = 100;
        await Assert.ThrowsAsync<InvalidOperationException>(() => SessionLifecycle.EnsureAsync(_durable, Session, default));
        Assert.Equal(5, _durable.Asked.Count());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, "raise changed lifecycle-one")]
    [InlineData(OrchestrationRuntimeStatus.Completed, Start)]
    [InlineData(null, Start)]
    public async Task AChangeIsToldToTheLifecycleThatRunsOrToANewOne(OrchestrationRuntimeStatus? status, string asked)
    {
        _durable.Status = status;
        var log = new LoggedEvents();
        await SessionLifecycle.ChangedAsync(_durable, Session, log, default);
        Assert.Equal([asked], _durable.Asked);
        Assert.Empty(log.Named("LifecycleRestarted"));
    }

    [Fact]
    public async Task OnlyRunsThatEndedAMonthAgoAreForgotten()
    {
        var clock = new StandingClock();
        await new ForgetFinishedRuns(clock).RunAsync(_durable, default);
        Assert.Equal(clock.GetUtcNow().AddDays(-30), _durable.Purged!.CreatedTo);
        Assert.Equal(
            [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
            _durable.Purged.Statuses!.Order());
    }
}
