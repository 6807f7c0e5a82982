using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;
using StandingClock = Proctoring.Testing.StandingClock;

namespace Proctoring.Functions.Tests.Reports;

/// <summary>What is noted and what is scheduled when a report is asked for.</summary>
public sealed class ReportRequestsTests(StorageFixture storage) : IClassFixture<StorageFixture>, IAsyncLifetime
{
    static readonly SessionId Session = SessionId.Parse("s1");
    static readonly OrganizationId Organization = OrganizationId.Parse("org");
    static readonly CreateReportInput Input = new(Session, Organization, ReportId.Parse("r1"), ReportFormat.Csv, UserId.Parse("u"));

    readonly StandingClock _clock = new();
    readonly PlayedTaskHub _hub = new();
    ReportStore _store = null!;
    SessionStore _sessions = null!;
    SessionRecord _session = null!;
    ReportRequests _requests = null!;

    public async Task InitializeAsync()
    {
        _store = new(await storage.CreateTableAsync(), await storage.CreateContainerAsync(), links: null!);
        _sessions = new(await storage.CreateTableAsync(), new SessionOptions());
        var plan = new SessionPlan(
            Session, Organization, UserId.Parse("candidate"), null, TimeSpan.FromHours(1), Accommodations.None, Policy.Default, null, null);
        var (session, fact) = SessionRecord.Schedule(plan, Domain.Sessions.Actor.System, _clock.GetUtcNow());
        _session = await _sessions.CreateAsync(session, [fact], default);
        _requests = new(_store, _sessions, _clock);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task AReportIsScheduledUnderItsIdAndNotedAsPending()
    {
        var report = await _requests.RequestAsync(_hub, Input, default);

        Assert.Equal(Input.ToPending(_clock.GetUtcNow()), report);
        Assert.Equal(report, await _store.FindAsync(Session, Input.ReportId, default));
        Assert.Equal([("CreateReport", "r1", Input)], _hub.Scheduled);
    }

    [Theory]
    [InlineData(ReportStatus.Ready)]
    [InlineData(ReportStatus.Failed)]
    public async Task AReportThatIsFinishedIsNotMadeAgain(object status)
    {
        var known = Input.ToPending(DateTimeOffset.UnixEpoch) with { Status = (ReportStatus)status };
        await _store.SaveAsync(known, default);

        Assert.Equal(known, await _requests.RequestAsync(_hub, Input, default));
        Assert.Empty(_hub.Scheduled);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task AReportThatIsPendingIsScheduledAgainOnlyIfNobodyMakesIt(bool isBeingMade, int scheduled)
    {
        var known = Input.ToPending(DateTimeOffset.UnixEpoch);
        await _store.SaveAsync(known, default);
        if (isBeingMade) _hub.Instances.Add("r1");

        Assert.Equal(known, await _requests.RequestAsync(_hub, Input, default));
        Assert.Equal(scheduled, _hub.Scheduled.Count);
    }

    [Fact]
    public async Task ARefusalBecauseItIsScheduledAlreadyIsNone()
    {
        _hub.Refusal = new InvalidOperationException("there is one");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _requests.RequestAsync(_hub, Input, default));
        Assert.Null(await _store.FindAsync(Session, Input.ReportId, default));

        _hub.Instances.Add("r1");
        Assert.Equal(Input.ToPending(_clock.GetUtcNow()), await _requests.RequestAsync(_hub, Input, default));
        Assert.NotNull(await _store.FindAsync(Session, Input.ReportId, default));
    }

    [Fact]
    public async Task OfASessionThatIsRemovedMeanwhileNothingStays()
    {
        _hub.Scheduling = () => _sessions.PurgeAsync(Session, default);

        await _requests.RequestAsync(_hub, Input, default);

        Assert.Null(await _store.FindAsync(Session, Input.ReportId, default));
    }

    [Fact]
    public async Task WhoAsksWhileOneIsBeingMadeGetsThatOne()
    {
        await _requests.RequestOneAsync(_hub, Input, default);
        var second = await _requests.RequestOneAsync(_hub, Input with { ReportId = ReportId.Parse("r2") }, default);
        var other = await _requests.RequestOneAsync(_hub, Input with { ReportId = ReportId.Parse("r3"), Format = ReportFormat.Pdf }, default);

        Assert.Equal(["r1", "r3"], new[] { second, other }.Select(report => report.Id.Value));
        Assert.Equal(["r1", "r3"], _hub.Scheduled.Select(report => report.Id));
    }

    [Fact]
    public async Task FinalReportsHaveIdsOfTheirSessionAndVersion()
    {
        await _requests.RequestFinalAsync(_hub, _session, 1, default);
        await _requests.RequestFinalAsync(_hub, _session, 1, default);
        await _requests.RequestFinalAsync(_hub, _session, 2, default);

        Assert.Equal(
            [("s1-csv", 1), ("s1-csv-2", 2), ("s1-json", 1), ("s1-json-2", 2), ("s1-pdf", 1), ("s1-pdf-2", 2)],
            _hub.Scheduled.Select(report => (report.Id, report.Input.Version!.Value)).Order());
        Assert.All(_hub.Scheduled, report => Assert.Equal(
            (report.Id, Session, Organization, (UserId?)null),
            (report.Input.ReportId.Value, report.Input.SessionId, report.Input.OrganizationId, report.Input.RequestedBy)));
        Assert.All(_hub.Scheduled, report => Assert.Contains($"-{report.Input.Format.ToString().ToLowerInvariant()}", report.Id, StringComparison.Ordinal));
        Assert.Equal(2, (await _store.FindAsync(Session, ReportId.Parse("s1-pdf-2"), default))!.Version);
    }

    /// <summary>A task hub that notes what it is to run.</summary>
    sealed class PlayedTaskHub : RefusingTaskHub
    {
        public HashSet<string> Instances { get; } = [];

        public List<(string Name, string Id, CreateReportInput Input)> Scheduled { get; } = [];

        public Exception? Refusal { get; set; }

        public Func<Task>? Scheduling { get; set; }

        public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
        {
            if (Refusal is { } refusal) throw refusal;
            if (Scheduling is { } act) await act();
            Scheduled.Add((orchestratorName.Name, options!.InstanceId!, (CreateReportInput)input!));
            Instances.Add(options.InstanceId!);
            return options.InstanceId!;
        }

        public override Task<OrchestrationMetadata?> GetInstancesAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            Task.FromResult(Instances.Contains(instanceId) ? new OrchestrationMetadata(nameof(CreateReport), instanceId) : null);
    }
}
