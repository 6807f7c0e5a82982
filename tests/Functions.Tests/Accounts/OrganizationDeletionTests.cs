using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

/// <summary>How a deletion goes from pass to pass, its activities finding as much as the test wants.</summary>
public sealed class OrganizationDeletionTests : IAsyncLifetime
{
    static readonly OrganizationId Organization = OrganizationId.Parse("org");

    readonly TestTaskHub _hub = new(new LoggedEvents());
    readonly ConcurrentDictionary<string, int> _left = [];
    readonly ConcurrentQueue<(string Activity, DeletionInput Run)> _called = [];
    Task _opened = Task.CompletedTask;
    volatile bool _isBroken;
    int _failures;

    public Task InitializeAsync()
    {
        _hub.Orchestrator(
            nameof(OrganizationDeletion), context => _isBroken ? throw new InvalidOperationException("broken") : OrganizationDeletion.RunAsync(context));
        foreach (var activity in new[] { nameof(RemoveUsers), nameof(RemoveSessions), nameof(RemoveOrganization) })
            _hub.Activity(activity, async _ =>
            {
                await _opened;
                if (Interlocked.Decrement(ref _failures) >= 0) throw new IOException("storage is away");
                _called.Enqueue((activity, (await RunAsync())!));
                return _left.AddOrUpdate(activity, -1, (_, left) => left - 1) >= 0;
            });
        _hub.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task PassesComeAWeekApartUntilOneFindsNothing()
    {
        var open = new TaskCompletionSource();
        (_opened, _left[nameof(RemoveUsers)], _left[nameof(RemoveOrganization)]) = (open.Task, 2, 1);
        Assert.Null(await FindAsync());
        var begin = _hub.Clock.GetUtcNow();
        await StartAsync();
        await Eventually.GetAsync(RunAsync, run => run is { IsRepeated: false });
        Assert.Equal(DeletionStatus.Deleting, await FindAsync());
        open.SetResult();
        var second = (await Eventually.GetAsync(RunAsync, run => run!.IsRepeated))!;

        // Its users first, lest they go on; what everything else hangs on last.
        Assert.Equal(
            [nameof(RemoveUsers), nameof(RemoveUsers), nameof(RemoveUsers), nameof(RemoveSessions), nameof(RemoveOrganization), nameof(RemoveOrganization)],
            Called(0));
        Assert.InRange(second.NotBefore!.Value, begin.AddDays(7), _hub.Clock.GetUtcNow().AddDays(7));
        await Eventually.GetAsync(FindAsync, status => status == DeletionStatus.Deleted);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await InstanceAsync())!.RuntimeStatus);

        // Left meanwhile by a token of before.
        _left[nameof(RemoveSessions)] = 1;
        _hub.Clock.Advance(TimeSpan.FromDays(7));
        var third = (await Eventually.GetAsync(RunAsync, run => run!.NotBefore > second.NotBefore))!;
        Assert.InRange(third.NotBefore!.Value, second.NotBefore.Value.AddDays(7), _hub.Clock.GetUtcNow().AddDays(7));
        Assert.Equal([nameof(RemoveUsers), nameof(RemoveSessions), nameof(RemoveSessions), nameof(RemoveOrganization)], Called(6));

        _hub.Clock.Advance(TimeSpan.FromDays(7));
        await EndAsync();
        Assert.Equal([nameof(RemoveUsers), nameof(RemoveSessions), nameof(RemoveOrganization)], Called(10));
        Assert.Equal(DeletionStatus.Deleted, await FindAsync());
    }

    [Fact]
    public async Task ALongDeletionGoesOnInAnotherRunWhichKnowsThatThereWasSomething()
    {
        _left[nameof(RemoveUsers)] = 51;
        await StartAsync();
        var instance = await Eventually.GetAsync(
            InstanceAsync, it => it!.RuntimeStatus == OrchestrationRuntimeStatus.Completed || it.ReadInputAs<DeletionInput>()!.IsRepeated);

        Assert.Equal(OrchestrationRuntimeStatus.Running, instance!.RuntimeStatus);
        Assert.All(_called.Take(51), call => Assert.Equal((nameof(RemoveUsers), false), (call.Activity, call.Run.Found)));
        Assert.Equal([nameof(RemoveUsers), nameof(RemoveSessions), nameof(RemoveOrganization)], Called(51));
        Assert.All(_called.Skip(51), call => Assert.True(call.Run is { Found: true, IsRepeated: false }));
    }

    [Fact]
    public async Task StorageMayBeAwayForHours()
    {
        _failures = 30;
        await StartAsync();
        var status = await Eventually.GetAsync(
            () =>
            {
                _hub.Clock.Advance(TimeSpan.FromMinutes(5));
                return FindAsync();
            },
            found => found is DeletionStatus.Deleted or DeletionStatus.Failed,
            TimeSpan.FromSeconds(30));
        Assert.Equal(DeletionStatus.Deleted, status);
        Assert.Equal([nameof(RemoveUsers), nameof(RemoveSessions), nameof(RemoveOrganization)], Called(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADeletionThatDidNotComeToItsEndBeginsAgainWhenItIsAskedFor(bool failed)
    {
        var open = new TaskCompletionSource();
        (_opened, _isBroken) = (open.Task, failed);
        await StartAsync();
        if (!failed) await _hub.Client.TerminateInstanceAsync((await InstanceAsync())!.InstanceId);
        await Eventually.GetAsync(FindAsync, status => status == DeletionStatus.Failed);
        _isBroken = false;

        // It is not looked for among those there are: its first step may have removed it.
        var function = new DeleteOrganization(Key(), users: null!);
        var request = Request();
        await (await function.RunAsync(request, _hub.Client, Organization.Value, CancellationToken.None)).ExecuteAsync(request.HttpContext);

        Assert.Equal(StatusCodes.Status202Accepted, request.HttpContext.Response.StatusCode);
        Assert.Equal(DeletionStatus.Deleting, await FindAsync());
        open.SetResult();
        await EndAsync();
    }

    [Fact]
    public async Task OfTwoWhoBeginItAtTheSameMomentNeitherFails()
    {
        var open = new TaskCompletionSource();
        _opened = open.Task;
        await Task.WhenAll(StartAsync(), StartAsync());
        await StartAsync();
        open.SetResult();
        await EndAsync();
        Assert.Equal([nameof(RemoveUsers), nameof(RemoveSessions), nameof(RemoveOrganization)], Called(0));
    }

    [Fact]
    public async Task WhatCouldNotBeginIsNotTakenForBegun()
    {
        await _hub.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(StartAsync);
    }

    Task StartAsync() => OrganizationDeletion.StartAsync(_hub.Client, Organization, CancellationToken.None);

    Task<DeletionStatus?> FindAsync() => OrganizationDeletion.FindAsync(_hub.Client, Organization, CancellationToken.None);

    Task<OrchestrationMetadata?> InstanceAsync() => _hub.Client.GetInstanceAsync("deletion-org", getInputsAndOutputs: true);

    async Task<DeletionInput?> RunAsync() => (await InstanceAsync())?.ReadInputAs<DeletionInput>();

    async Task EndAsync()
    {
        var ended = await _hub.Client.WaitForInstanceCompletionAsync("deletion-org").WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
    }

    IEnumerable<string> Called(int from) => _called.Skip(from).Select(call => call.Activity);

    static OperatorKey Key() => new(
        new ConfigurationBuilder().AddInMemoryCollection([new("Operator:Key", TestApp.OperatorKey)]).Build(), NullLogger<OperatorKey>.Instance);

    static HttpRequest Request()
    {
        var services = new ServiceCollection().AddSingleton(new RateLimits(new())).BuildServiceProvider();
        return new DefaultHttpContext { RequestServices = services, Request = { Headers = { ["x-operator-key"] = TestApp.OperatorKey } } }.Request;
    }
}
