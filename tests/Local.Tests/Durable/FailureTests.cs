using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Proctoring.Local.Tests.Durable;

public sealed class FailureTests
{
    [Fact]
    public async Task AnActivitysExceptionIsThrownToTheOrchestratorWithItsDetails()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Break");
                    return null;
                }
                catch (TaskFailedException e)
                {
                    return new[]
                    {
                        e.Message, e.TaskName, e.FailureDetails.ErrorType, e.FailureDetails.InnerFailure!.ErrorMessage,
                        e.FailureDetails.IsCausedBy<ArgumentException>().ToString(),
                        e.FailureDetails.IsCausedBy<TimeoutException>().ToString(),
                    };
                }
            });
            h.Activity<object>("Break", _ => throw new ArgumentNullException("outer", new TimeoutException("inner")));
        });

        var caught = (await hub.RunAsync("Catch")).ReadOutputAs<string[]>()!;

        Assert.Equal(
            [
                "Task 'Break' (#0) failed with an unhandled exception: outer", "Break", "System.ArgumentNullException", "inner",
                "True", "False",
            ],
            caught);
    }

    [Fact]
    public async Task AnUnhandledFailureFailsTheOrchestration()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Drop", async context => await context.CallActivityAsync<object>("Break"));
            h.Activity<object>("Break", _ => throw new InvalidOperationException("broken"));
        });

        var end = await hub.RunAsync("Drop");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains(hub.Logs.Entries, entry => entry.Text.StartsWith("Orchestration Drop (", StringComparison.Ordinal));
        Assert.Contains(hub.Logs.Entries, entry => entry.Text.StartsWith("Activity Break of orchestration instance ", StringComparison.Ordinal));
        Assert.True(end.IsCompleted);
        Assert.True(end.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.True(end.FailureDetails.InnerFailure!.IsCausedBy<InvalidOperationException>());
        Assert.Equal("broken", end.FailureDetails.InnerFailure.ErrorMessage);
    }

    [Fact]
    public async Task ACancelledOrchestratorFails()
    {
        await using var hub = HubFixture.Start("Cancelled", async context =>
            await context.WaitForExternalEvent<string>("never", new CancellationToken(canceled: true)));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.RunAsync("Cancelled")).RuntimeStatus);
    }

    [Fact]
    public async Task AnOutputThatCannotBeWrittenFailsTheOrchestration()
    {
        await using var hub = HubFixture.Start("Odd", _ => Task.FromResult<object?>(new { Type = typeof(string) }));

        Assert.True((await hub.RunAsync("Odd")).FailureDetails!.IsCausedBy<NotSupportedException>());
    }

    [Fact]
    public async Task RetriesWaitByDurableTimersThatGrowUpToALimit()
    {
        var attempts = new List<DateTimeOffset>();
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Retry", async context => await context.CallActivityAsync<int>("Flaky", new TaskOptions(
                new RetryPolicy(5, TimeSpan.FromMinutes(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(3)))));
            h.Activity<object>("Flaky", _ =>
            {
                attempts.Add(h.Clock.GetUtcNow());
                return attempts.Count < 5 ? throw new TimeoutException() : Task.FromResult<object?>(attempts.Count);
            });
        });
        var id = await hub.StartAsync("Retry");

        for (var minutes = 0; minutes <= 9; minutes++)
        {
            var due = new[] { 0, 1, 3, 6, 9 }.Count(at => at <= minutes);
            await HubFixture.Until(() => attempts.Count == due && (due == 5 || hub.Look(id, one => one.OpenTimers.Count == 1)));
            hub.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(5, (await hub.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task RetriesEndWithTheLastFailure()
    {
        var attempts = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Retry", async context =>
                await context.CallActivityAsync<int>("Broken", new TaskOptions(new RetryPolicy(3, TimeSpan.FromMilliseconds(1)))));
            h.Activity<object>("Broken", _ => throw new TimeoutException($"attempt {Interlocked.Increment(ref attempts)}"));
        });

        var end = await hub.RunAsync("Retry");

        Assert.Equal("attempt 3", end.FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task WhatAPolicyDoesNotHandleIsNotRetried()
    {
        var attempts = 0;
        var policy = new RetryPolicy(3, TimeSpan.FromMilliseconds(1))
        {
            HandleFailure = failure => failure.IsCausedBy<TimeoutException>(),
        };
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Retry", async context => await context.CallActivityAsync<int>("Broken", new TaskOptions(policy)));
            h.Orchestrator("Missing", async context => await context.CallActivityAsync<int>("Nobody", new TaskOptions(policy)));
            h.Activity<object>("Broken", _ => throw new InvalidOperationException($"{Interlocked.Increment(ref attempts)}"));
        });

        await hub.RunAsync("Retry");
        Assert.Equal(1, attempts);
        Assert.Contains("'Nobody' doesn't exist", (await hub.RunAsync("Missing")).FailureDetails!.ErrorMessage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFunctionThatIsNotThereIsNotWaitedFor(bool isActivity)
    {
        var daily = new TaskOptions(new RetryPolicy(3, TimeSpan.FromDays(1)));
        await using var hub = HubFixture.Start("Missing", async context => isActivity
            ? await context.CallActivityAsync<int>("Nobody", daily)
            : await context.CallSubOrchestratorAsync<int>("Nobody", daily));

        Assert.Contains("'Nobody' doesn't exist", (await hub.RunAsync("Missing")).FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task RetriesEndWhenTheirTimeHasPassed()
    {
        var attempts = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Retry", async context => await context.CallActivityAsync<int>("Broken", new TaskOptions(
                new RetryPolicy(10, TimeSpan.FromMinutes(1), retryTimeout: TimeSpan.FromMinutes(3)))));
            h.Activity<object>("Broken", _ => throw new TimeoutException($"attempt {Interlocked.Increment(ref attempts)}"));
        });
        var id = await hub.StartAsync("Retry");

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await HubFixture.Until(() => attempts == attempt && hub.Look(id, one => one.OpenTimers.Count == 1));
            hub.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("attempt 4", (await hub.EndOf(id)).FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task AHandlerDecidesOnRetriesOfSubOrchestrations()
    {
        var attempts = 0;
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Retry", async context => await context.CallSubOrchestratorAsync<string>(
                "Flaky",
                TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 3 && retry.LastFailure.ErrorMessage == "no")));
            h.Orchestrator("Flaky", _ =>
                ++attempts < 3 ? throw new InvalidOperationException("no") : Task.FromResult<object?>("yes"));
        });

        Assert.Equal("yes", (await hub.RunAsync("Retry")).ReadOutputAs<string>());
        attempts = -10;
        Assert.Equal("no", (await hub.RunAsync("Retry")).FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.Equal(-7, attempts);
    }

    [Fact]
    public void ARetryPolicyRefusesSenselessValues()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.FromSeconds(1), 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new RetryPolicy(1, TimeSpan.FromSeconds(2), maxRetryInterval: TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new RetryPolicy(1, TimeSpan.FromSeconds(2), retryTimeout: TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void ARetryPolicyWaitsAnHourAtMostAndEndlessly()
    {
        var policy = new RetryPolicy(1, TimeSpan.FromSeconds(1));

        Assert.Equal((1.0, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan), (policy.BackoffCoefficient, policy.MaxRetryInterval, policy.RetryTimeout));
    }
}
