using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using StandingClock = Proctoring.Testing.StandingClock;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>What the sweep does with each kind of session that is due, and when it looks at it again.</summary>
[Collection(nameof(StorageFixture))]
public sealed class PresenceSweepTests(StorageFixture storage) : IAsyncLifetime
{
    readonly StandingClock _clock = new(PlayedSession.Start);
    readonly LoggedEvents _log = new();
    readonly PlayedDurable _durable = new();
    UnreliableTable _sessions = null!;
    SessionStore _store = null!;
    SessionIndex _index = null!;

    public async Task InitializeAsync()
    {
        _sessions = await storage.CreateTableAsync();
        _store = new(_sessions, new());
        _index = new(await storage.CreateTableAsync(), _clock);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task ACandidateIsMissingAfterAMinuteOfSilence()
    {
        var id = await AddAsync(PlayedSession.Running());
        await SweepAtAsync(59.0 / 60);
        Assert.Null(await MissingSinceAsync(id));

        await SweepAtAsync(1);

        Assert.NotNull(await MissingSinceAsync(id));
        var fact = Assert.IsType<SessionFact.CandidateMissing>(Assert.Single(await _store.HistoryAsync(id, 0, null, default).ToListAsync()).Fact);
        Assert.Equal((Actor.System, PlayedSession.Start), (fact.By, fact.LastSeen));
        // The lifecycle has nothing to do with that yet.
        Assert.Empty(_durable.Asked);
        Assert.False(await IsDueAtAsync(2));
    }

    [Fact]
    public async Task WhoWasHeardOfMeanwhileIsLookedAtAMinuteAfterThat()
    {
        var silent = PlayedSession.Running();
        var id = await AddAsync(silent with { LastSeen = PlayedSession.Start.AddMinutes(1.5) }, listed: silent);

        await SweepAtAsync(2);

        Assert.Null(await MissingSinceAsync(id));
        Assert.Empty(_durable.Asked);
        Assert.False(await IsDueAtAsync(2.49));
        Assert.True(await IsDueAtAsync(2.5));
    }

    [Fact]
    public async Task ASessionWhoseHeartbeatsAreNotTakenAnyMoreIsHeldToItsDeadlineAlone()
    {
        var running = PlayedSession.Running();
        var id = await AddAsync(running with { Unrecorded = 1 }, listed: running);

        await SweepAtAsync(30);

        Assert.Null(await MissingSinceAsync(id));
        Assert.Empty(_durable.Asked);
        Assert.False(await IsDueAtAsync(60.9));
        Assert.True(await IsDueAtAsync(61));
    }

    [Fact]
    public async Task APausedSessionIsLookedAtEveryFiveMinutes()
    {
        await AddAsync(PlayedSession.Paused());
        await SweepAtAsync(25);
        Assert.Empty(_durable.Asked);
        Assert.False(await IsDueAtAsync(29.9));
        Assert.True(await IsDueAtAsync(30));
    }

    [Theory]
    [InlineData("overdue", 61)]
    [InlineData("silent", 15)]
    [InlineData("ended", 32)]
    [InlineData("reopened", 32)]
    public async Task WhatTheLifecycleShouldHaveDoneItIsAskedForEveryMinute(string state, int due)
    {
        var id = await AddAsync(state switch
        {
            "overdue" => PlayedSession.Running() with { LastSeen = PlayedSession.Start.AddMinutes(60.5) },
            "silent" => PlayedSession.Missing(),
            "ended" => PlayedSession.Ended(),
            _ => PlayedSession.Reviewed().Reopened(),
        });
        await SweepAtAsync(due - 0.1);
        Assert.Empty(_durable.Asked);

        await SweepAtAsync(due);

        Assert.Equal($"start lifecycle-{id}", _durable.Asked.Last());
        Assert.False(await IsDueAtAsync(due + 0.8));
        Assert.True(await IsDueAtAsync(due + 1));
    }

    [Fact]
    public async Task AnEndThatTheListsAndTheLifecycleHaveMissedIsToldToBoth()
    {
        var running = PlayedSession.Running();
        var id = await AddAsync(running.And((0.5, (by, at) => new SessionCommand.Terminate(by, at, "left"))), listed: running);

        await SweepAtAsync(1);

        Assert.Equal([$"start lifecycle-{id}"], _durable.Asked);
        var listed = await _index.ListAsync(new(OrganizationId.Parse("org"), "terminated", null, null), null, 10, default).ToListAsync();
        Assert.Equal([id], listed.Select(row => row.Id));
        // As one that ended, that is.
        Assert.False(await IsDueAtAsync(2.4));
        Assert.True(await IsDueAtAsync(2.5));
    }

    [Fact]
    public async Task WhatIsFinalOrGoneIsLookedAtNoMore()
    {
        var ended = PlayedSession.Ended();
        await AddAsync(ended.And((31, (by, at) => new SessionCommand.FinalizeSession(by, at))), listed: ended);
        await _index.ProjectAsync(PlayedSession.Running() with { Version = 1 }, default);

        await SweepAtAsync(32);

        Assert.False(await IsDueAtAsync(1_000_000));
        Assert.Empty(_durable.Asked);
        Assert.Empty(_log.Named("LookFailed"));
    }

    [Fact]
    public async Task OneThatCannotBeLookedAtHoldsUpNoOther()
    {
        var spoilt = await AddAsync(PlayedSession.Running());
        var sound = await AddAsync(PlayedSession.Running());
        await _sessions.UpsertEntityAsync(new Azure.Data.Tables.TableEntity(spoilt.Value, "state") { ["state0"] = "no JSON"u8.ToArray() });

        await SweepAtAsync(1);

        Assert.NotNull(await MissingSinceAsync(sound));
        Assert.Equal(spoilt, Assert.Single(_log.Named("LookFailed")).Properties["SessionId"]);
        Assert.True(await IsDueAtAsync(1));
    }

    /// <summary>Saves a session; the lists may know it as it was before.</summary>
    async Task<SessionId> AddAsync(SessionRecord session, SessionRecord? listed = null)
    {
        await _store.CreateAsync(session with { NextHistory = 0 }, [], default);
        await _index.ProjectAsync((listed ?? session) with { Version = listed is null ? 1 : 0 }, default);
        return session.Id;
    }

    Task SweepAtAsync(double minutes)
    {
        _clock.Advance(PlayedSession.Start.AddMinutes(minutes) - _clock.GetUtcNow());
        var commands = new SessionCommands(
            _store, _index, new Push(new ServiceCollection().BuildServiceProvider()), _clock, NullLogger<SessionCommands>.Instance);
        return new PresenceSweep(_store, _index, commands, _clock, new Logger<PresenceSweep>(_log)).RunAsync(null!, _durable, default);
    }

    async Task<DateTimeOffset?> MissingSinceAsync(SessionId id) =>
        Assert.IsType<Session.Running>((await _store.ReadAsync(id, default))!.Session).MissingSince;

    async Task<bool> IsDueAtAsync(double minutes) =>
        (await _index.DueAsync(PlayedSession.Start.AddMinutes(minutes), default).ToListAsync()).Count > 0;
}
