using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;
using Proctoring.Testing;
using Actor = Proctoring.Domain.Sessions.Actor;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>Commands on tables that fail when told to.</summary>
[Collection(nameof(StorageFixture))]
public sealed class SessionCommandsTests(StorageFixture storage) : IAsyncLifetime
{
    readonly PlayedDurable _durable = new();
    UnreliableTable _table = null!;
    SessionStore _store = null!;
    SessionCommands _commands = null!;

    public async Task InitializeAsync()
    {
        _table = await storage.CreateTableAsync();
        _store = new(_table, new());
        _commands = new(
            _store, new SessionIndex(await storage.CreateTableAsync(), TimeProvider.System), new Push(new ServiceCollection().BuildServiceProvider()),
            new StandingClock(PlayedSession.Start.AddMinutes(5)), NullLogger<SessionCommands>.Instance);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task WhoCannotGetThroughBecauseOfOthersIsAskedToTryAgain()
    {
        var id = await AddAsync(PlayedSession.Running());
        for (var n = 0; n < 100; n++) _table.LoseNextRequest(new RequestFailedException(412, "changed"));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => PauseAsync(id));

        Assert.Equal((409, "conflict"), (problem.Status, problem.Slug));
        _table.Heal();
        Assert.Equal("paused", (await PauseAsync(id)).Session.Status);
    }

    [Fact]
    public async Task ALifecycleIsThereBeforeTheStartIsSaved()
    {
        var id = await AddAsync(PlayedSession.After());
        _table.LoseNextRequest(new RequestFailedException(400, "refused"));

        await Assert.ThrowsAsync<RequestFailedException>(() => StartAsync(id));

        Assert.Equal([$"start lifecycle-{id}"], _durable.Asked);
        Assert.Equal("scheduled", (await _store.ReadAsync(id, default))!.Session.Status);
    }

    [Fact]
    public async Task TheLifecycleIsToldOfACommandAndOfItsRepetition()
    {
        var id = await AddAsync(PlayedSession.After());
        await StartAsync(id);
        _durable.Status = OrchestrationRuntimeStatus.Running;
        await PauseAsync(id);
        await PauseAsync(id);

        // The first start found none to tell, and started another; refused or not, there is one.
        Assert.Equal(
            [$"start lifecycle-{id}", $"start lifecycle-{id}", $"raise changed lifecycle-{id}", $"raise changed lifecycle-{id}"], _durable.Asked);
    }

    [Fact]
    public async Task NobodyLearnsByACommandThatAnotherOrganizationHasTheSession()
    {
        var id = await AddAsync(PlayedSession.Running());
        foreach (var session in new[] { id.Value, "nobody", "no/id" })
        {
            var problem = await Assert.ThrowsAsync<ProblemException>(
                () => _commands.ExecuteAsync(Request(), Proctor("another"), session, _durable, (by, at) => new SessionCommand.Pause(by, at, "test")));
            Assert.Equal((404, "There is no such session."), (problem.Status, problem.Message));
        }

        Assert.Empty(_durable.Asked);
        Assert.Equal("running", (await _store.ReadAsync(id, default))!.Session.Status);
    }

    [Fact]
    public async Task WhatTheSystemDoesToASessionThatIsGoneIsNothing()
    {
        Assert.Null(await _commands.ExecuteAsync(
            SessionId.Parse("gone"), (_, at) => new SessionCommand.TimeOut(Actor.System, at), _durable, default));
        Assert.Equal(
            LifecycleStage.Gone, (await new EndOverdueSession(_commands, new(), TimeProvider.System).RunAsync(SessionId.Parse("gone"), default)).Stage);
        Assert.Empty(_durable.Asked);
    }

    async Task<SessionId> AddAsync(SessionRecord session)
    {
        await _store.CreateAsync(session with { NextHistory = 0 }, [], default);
        return session.Id;
    }

    Task<SessionRecord> StartAsync(SessionId id) =>
        _commands.ExecuteAsync(Request(), Proctor(), id.Value, _durable, (by, at) => new SessionCommand.Start(by, at));

    Task<SessionRecord> PauseAsync(SessionId id) =>
        _commands.ExecuteAsync(Request(), Proctor(), id.Value, _durable, (by, at) => new SessionCommand.Pause(by, at, "fire drill"));

    static HttpRequest Request() => new DefaultHttpContext().Request;

    static CurrentUser Proctor(string organization = "org") =>
        new(UserId.Parse("proctor"), OrganizationId.Parse(organization), "Pat", "pat@example.org", Role.Proctor, "login");
}
