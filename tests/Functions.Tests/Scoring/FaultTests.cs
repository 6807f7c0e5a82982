using System.Reflection;
using Azure;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Scoring;

/// <summary>What storage and the SignalR service can do to scoring, below the HTTP surface, where it can be provoked.</summary>
public sealed class FaultTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Theory]
    [InlineData(0)]
    [InlineData(412)]
    [InlineData(503)]
    public async Task AMessageWhoseAnswerWasLostIsScoredOnce(int status)
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();

        bench.Sessions.LoseNextAnswer(new RequestFailedException(status, "lost"));
        await bench.ScoreAsync(session, bench.Message(session, "a", "b"));

        Assert.Equal(["a", "b"], await bench.StoredAsync(session));
        Assert.Equal(80, (await bench.ReadAsync(session)).Integrity.Computed);
    }

    [Fact]
    public async Task ABatchThatFailsIsThrownAndScoredWhenItComesAgain()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        var (first, second) = (bench.Message(session, "a"), bench.Message(session, "b"));
        for (var n = 0; n < 100; n++)
            bench.Sessions.LoseNextRequest(new RequestFailedException(503, "busy"));

        await Assert.ThrowsAsync<SessionConflictException>(() => bench.ScoreAsync(session, first, second));
        Assert.Empty(await bench.StoredAsync(session));
        bench.Sessions.Heal();
        await bench.ScoreAsync(session, first, second);
        await bench.ScoreAsync(session, first, second);

        Assert.Equal(["a", "b"], await bench.StoredAsync(session));
    }

    [Fact]
    public async Task SevenConflictsInARowAreBorne()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        for (var n = 0; n < 7; n++) bench.Sessions.LoseNextRequest(new RequestFailedException(412, "changed"));

        await bench.ScoreAsync(session, bench.Message(session, "a"));

        Assert.Equal(["a"], await bench.StoredAsync(session));
    }

    [Fact]
    public async Task ABatchThatFailsForSeveralSessionsSaysSo()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var (one, other) = (await bench.StartAsync(), await bench.StartAsync());
        bench.Sessions.Refusing = _ => new RequestFailedException(403, "no role yet");

        var failed = await Assert.ThrowsAsync<ScoringFailedException>(
            () => bench.ScoreBatchAsync(null!, bench.Message(one, "a"), bench.Message(other, "b")));

        Assert.Equal([403, 403], Assert.IsType<AggregateException>(failed.InnerException).InnerExceptions.Cast<RequestFailedException>().Select(e => e.Status));
    }

    [Fact]
    public async Task ACommandInBetweenIsNotOverwritten()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        await bench.ScoreAsync(session, bench.Message(session, "a"));
        var elsewhere = new SessionStore(bench.Sessions, new SessionOptions());
        await ScoringBench.DecideAsync(
            elsewhere, session, new SessionCommand.GrantTime(Actor.System, DateTimeOffset.UnixEpoch.AddYears(56), TimeSpan.FromMinutes(7), "test"));

        await bench.ScoreAsync(session, bench.Message(session, "b"));

        var record = await bench.ReadAsync(session);
        Assert.Equal(TimeSpan.FromMinutes(7), Assert.IsType<Session.Running>(record.Session).Granted);
        Assert.Equal(["a", "b"], await bench.StoredAsync(session));
    }

    [Fact]
    public async Task AStaleCopyInMemorySetsNothingAside()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.ScheduleAsync();
        await bench.Store.RecallAsync(session, default);
        var elsewhere = new SessionStore(bench.Sessions, new SessionOptions());
        await ScoringBench.DecideAsync(elsewhere, session, new SessionCommand.Start(Actor.System, (await bench.ReadAsync(session)).LastSeen ?? default));

        await bench.ScoreAsync(session, bench.Message(session, "a"));

        Assert.Equal(["a"], await bench.StoredAsync(session));
        Assert.Equal(0, await ScoringBench.CountAsync(bench.DeadLetters));
    }

    [Fact]
    public async Task WhatCannotBeSetAsideIsNotForgotten()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.ScheduleAsync();
        var message = bench.Message(session, "a");
        bench.DeadLetters.LoseNextRequest(new RequestFailedException(503, "busy"));

        await Assert.ThrowsAsync<RequestFailedException>(() => bench.ScoreAsync(session, message));
        await bench.ScoreAsync(session, message);
        await bench.ScoreAsync(session, message);

        Assert.Equal(1, await ScoringBench.CountAsync(bench.DeadLetters));
    }

    [Fact]
    public async Task WhatIsSetAsideIsWrittenBeforeItsMessageIsSaved()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        var message = bench.Raw(session, """
            [{"id":"good","type":"NO_FACE","occurredAt":"2026-03-01T09:01:00Z"},{"id":"bad","type":"TELEPATHY","occurredAt":"2026-03-01T09:01:00Z"}]
            """u8.ToArray());
        bench.DeadLetters.LoseNextRequest(new RequestFailedException(503, "busy"));

        await Assert.ThrowsAsync<RequestFailedException>(() => bench.ScoreAsync(session, message));
        Assert.Empty(await bench.StoredAsync(session));
        await bench.ScoreAsync(session, message);

        Assert.Equal(["good"], await bench.StoredAsync(session));
        Assert.Equal(1, await ScoringBench.CountAsync(bench.DeadLetters));
    }

    [Fact]
    public void ABatchIsNeverTriedForTheLastTime()
    {
        var retry = typeof(ScoreEvents).GetMethod(nameof(ScoreEvents.RunAsync))!.GetCustomAttribute<ExponentialBackoffRetryAttribute>();

        // Without it the platform skips a batch that failed.
        Assert.Equal(-1, retry?.MaxRetryCount);
        // A partition that was not tried for three minutes is taken for another instance's.
        Assert.Equal(("00:00:01", "00:01:00"), (retry?.MinimumInterval, retry?.MaximumInterval));
    }

    [Fact]
    public async Task AsManyMessagesAreTakenTogetherAsOneTransactionHolds()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        string[] types = ["COPY", "PASTE", "DEVTOOLS", "CAMERA_OFF", "MICROPHONE_OFF", "TAB_SWITCH"];
        var episodes = types.SelectMany(type => Enumerable.Range(0, 19).Select(n => (type, 61 * n))).ToList();

        // Fifty alerts and sixty more: each fits by itself, together they are more rows than one transaction takes.
        // Below the trigger, which would part a batch that storage refuses and hide it.
        await bench.ScoreAsync(session, bench.Events(session, episodes.Take(50)), bench.Events(session, episodes.Skip(50)));

        Assert.Empty(await bench.SetAsideAsync());
        Assert.Equal(episodes.Count, (await bench.StoredAsync(session)).Count);
        Assert.True((await bench.ReadAsync(session)).Alerts.Total > 100);
    }

    [Fact]
    public async Task AnAlertThatNobodyTookDoesNotStopScoringAndStaysPending()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();

        await bench.ScoreAsync(session, bench.Message(session, "a"));
        await bench.ScoreAsync(session, bench.Message(session, "b"));

        Assert.Equal(["a", "b"], await bench.StoredAsync(session));
        Assert.Single((await bench.ReadAsync(session)).Outbox);
        Assert.Equal(1, await ScoringBench.CountAsync(bench.Outbox));
        await bench.Alerts.RetryAsync(default);
        Assert.Single((await bench.ReadAsync(session)).Outbox);
        Assert.Equal(1, await ScoringBench.CountAsync(bench.Outbox));
    }
}
