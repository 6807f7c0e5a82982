using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Reports;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;
using Actor = Proctoring.Domain.Sessions.Actor;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>What the daily sweep finds and removes, whatever state the rest was left in.</summary>
[Collection(nameof(StorageFixture))]
public sealed class RetentionTests(StorageFixture storage) : IAsyncLifetime
{
    static readonly OrganizationId Organization = OrganizationId.Parse("org-1");

    static readonly Func<DateTimeOffset, SessionCommand> Start = at => new SessionCommand.Start(Actor.System, at);

    static readonly Func<DateTimeOffset, SessionCommand>[] Sat =
        [Start, at => new SessionCommand.Submit(Actor.System, at), at => new SessionCommand.FinalizeSession(Actor.System, at)];

    // Storage notes the time of each write by a clock of its own.
    readonly StandingClock _clock = new(DateTimeOffset.UtcNow);
    readonly LoggedEvents _log = new();
    TableWithLosses _sessions = null!, _index = null!, _reports = null!;
    BlobContainerClient _files = null!;
    SessionStore _store = null!;
    SessionIndex _lists = null!;

    public async Task InitializeAsync()
    {
        _sessions = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        _index = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        _reports = await storage.CreateTableAsync((connection, name) => new TableWithLosses(connection, name));
        _files = await storage.CreateContainerAsync();
        _store = new(_sessions, new());
        _lists = new(_index, _clock);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task AShorterRetentionTimeHoldsForWhatEndedBefore()
    {
        var id = await AddAsync(Sat);
        _clock.Advance(TimeSpan.FromDays(40));

        await SweepAsync(retentionDays: 365);
        Assert.NotEmpty(await LeftAsync(id));
        await SweepAsync(retentionDays: 30);

        Assert.Empty(await LeftAsync(id));
    }

    [Fact]
    public async Task WhatEndedLaterStaysHoweverLongAgoItWasPlanned()
    {
        var id = await AddAsync();
        _clock.Advance(TimeSpan.FromDays(25));
        await ChangeAsync(id, Sat);
        _clock.Advance(TimeSpan.FromDays(29));

        await SweepAsync(retentionDays: 30);
        Assert.NotNull(await _store.ReadAsync(id, default));
        _clock.Advance(TimeSpan.FromDays(2));
        await SweepAsync(retentionDays: 30);

        Assert.Empty(await LeftAsync(id));
    }

    [Fact]
    public async Task WhatGoesOnIsLeftAlone()
    {
        var id = await AddAsync(Start);
        _clock.Advance(TimeSpan.FromDays(40));

        await SweepAsync(retentionDays: 30);

        Assert.IsType<Session.Running>((await _store.ReadAsync(id, default))!.Session);
    }

    [Fact]
    public async Task ASessionWhoseEndTheListsMissedIsFoundAllTheSame()
    {
        var late = await AddAsync();
        var early = await AddAsync();
        await ChangeAsync(early, Sat, projected: false);
        _clock.Advance(TimeSpan.FromDays(20));
        await ChangeAsync(late, Sat, projected: false);
        _clock.Advance(TimeSpan.FromDays(20));

        await SweepAsync(retentionDays: 30);

        Assert.Empty(await LeftAsync(early));
        // And the lists are set right by the way.
        Assert.Equal([late], [.. (await _lists.ListAsync(new(Organization, "submitted", null, null), null, 10, default).ToListAsync()).Select(row => row.Id)]);
    }

    [Fact]
    public async Task WhatCannotBeReadGoesWhenNothingHasHappenedToItForAsLong()
    {
        var running = await AddAsync(Start);
        var ended = await AddAsync(Sat);
        foreach (var id in new[] { running, ended })
            await _sessions.UpsertEntityAsync(new TableEntity(id.Value, "state") { ["state0"] = "no JSON"u8.ToArray() });
        await Assert.ThrowsAsync<UnreadableSessionException>(() => _store.ReadAsync(running, default));

        _clock.Advance(TimeSpan.FromDays(29));
        await SweepAsync(retentionDays: 30);
        Assert.NotEmpty(await LeftAsync(running));
        Assert.NotEmpty(await LeftAsync(ended));
        _clock.Advance(TimeSpan.FromDays(2));
        await SweepAsync(retentionDays: 30);

        Assert.Empty(await LeftAsync(running));
        Assert.Empty(await LeftAsync(ended));
    }

    [Fact]
    public async Task ARemovalThatWasCutShortIsFinishedTheNextDay()
    {
        var id = await AddAsync(Sat);
        _clock.Advance(TimeSpan.FromDays(31));
        // Everything but its place in the lists.
        _index.BeforeDelete = _ => throw new RequestFailedException(503, "busy");
        await SweepAsync(retentionDays: 30);
        Assert.Null(await _store.ReadAsync(id, default));
        Assert.NotEmpty(await LeftAsync(id));
        Assert.Single(_log.Named("NotRemoved"));

        _index.BeforeDelete = null;
        await SweepAsync(retentionDays: 30);

        Assert.Empty(await LeftAsync(id));
    }

    [Fact]
    public async Task OneThatCannotBeRemovedHoldsUpNoOther()
    {
        var first = await AddAsync(Sat);
        var others = new[] { await AddAsync(Sat), await AddAsync(OrganizationId.Parse("org-2"), Sat) };
        _clock.Advance(TimeSpan.FromDays(31));
        _sessions.BeforeDelete = partition => partition == first.Value ? throw new RequestFailedException(503, "busy") : Task.CompletedTask;

        await SweepAsync(retentionDays: 30);

        Assert.NotEmpty(await LeftAsync(first));
        foreach (var id in others)
            Assert.Empty(await LeftAsync(id));
    }

    [Fact]
    public async Task WhatAReportWritesDuringTheRemovalGoesToo()
    {
        var id = await AddAsync(Sat);
        var report = new CreateReportInput(id, Organization, ReportId.Parse("report"), ReportFormat.Csv, RequestedBy: null);
        _sessions.BeforeDelete = _ => _reports.UpsertEntityAsync(report.ToPending(_clock.GetUtcNow()).ToRow(), TableUpdateMode.Replace);

        await Removal().RunAsync(Organization, id, default);

        Assert.Empty(await LeftAsync(id));
    }

    [Fact]
    public async Task EveryOrganizationIsSweptOnce()
    {
        string[] organizations = ["a", "a1", "b", "b-2", "zz"];
        foreach (var organization in organizations)
        {
            await AddAsync(OrganizationId.Parse(organization));
            await AddAsync(OrganizationId.Parse(organization));
        }

        Assert.Equal(organizations, (await _lists.OrganizationsAsync(default).ToListAsync()).Select(organization => organization.Value));
    }

    SessionRemoval Removal() => new(_store, _lists, new ReportStore(_reports, _files, links: null!));

    Task SweepAsync(int retentionDays) => new RemoveExpiredSessions(
        _store, _lists,
        new SessionCommands(
            _store, _lists, new Push(new ServiceCollection().BuildServiceProvider()), _clock, NullLogger<SessionCommands>.Instance),
        Removal(), new SessionOptions { RetentionDays = retentionDays }, _clock, new Logger<RemoveExpiredSessions>(_log))
        .RunAsync(null!, default);

    Task<SessionId> AddAsync(params Func<DateTimeOffset, SessionCommand>[] commands) => AddAsync(Organization, commands);

    async Task<SessionId> AddAsync(OrganizationId organization, params Func<DateTimeOffset, SessionCommand>[] commands)
    {
        var plan = new SessionPlan(
            SessionId.Parse(Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N")), organization, UserId.Parse("candidate"), ExamId.Parse("exam"),
            TimeSpan.FromHours(1), Accommodations.None, Policy.Default, null, null);
        var (session, fact) = SessionRecord.Schedule(plan, Actor.System, _clock.GetUtcNow());
        await _lists.ProjectAsync(session, default);
        await _store.CreateAsync(session, [fact], default);
        await ChangeAsync(plan.Id, commands);
        return plan.Id;
    }

    async Task ChangeAsync(SessionId id, Func<DateTimeOffset, SessionCommand>[] commands, bool projected = true)
    {
        foreach (var command in commands)
        {
            await _store.ChangeAsync(
                id,
                record =>
                {
                    var facts = ((Decision.Accepted)record.Decide(command(_clock.GetUtcNow()))).Facts;
                    return ValueTask.FromResult<SessionChange?>(new(record.Apply(facts), facts, []));
                },
                default);
            if (projected) await _lists.ProjectAsync((await _store.ReadAsync(id, default))!, default);
        }
    }

    /// <summary>The rows that name the session.</summary>
    async Task<List<string>> LeftAsync(SessionId id)
    {
        List<string> left = [];
        foreach (var table in new[] { _sessions, _index, _reports })
            await foreach (var row in table.QueryAsync<TableEntity>())
                if (row.PartitionKey == id.Value || (row.TryGetValue("session", out var session) && session as string == id.Value))
                    left.Add($"{row.PartitionKey} {row.RowKey}");
        return left;
    }
}
