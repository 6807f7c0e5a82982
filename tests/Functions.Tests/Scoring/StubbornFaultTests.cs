using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Scoring;

/// <summary>No message can make scoring fail for ever; what an outage does to it can be seen.</summary>
public sealed class StubbornFaultTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    public static TheoryData<Exception> Stubborn => new()
    {
        new RequestFailedException(400, "a row is wrong"),
        new RequestFailedException(413, "a row is too large"),
        new InvalidOperationException("nobody has thought of this"),
        new NullReferenceException("nor of this"),
    };

    public static TheoryData<Exception> OfMachinery => new()
    {
        new RequestFailedException(503, "busy"),
        new RequestFailedException(403, "no role yet"),
        new RequestFailedException(0, "no answer"),
        new TimeoutException("slow"),
    };

    [Theory]
    [MemberData(nameof(Stubborn), DisableDiscoveryEnumeration = true)]
    public async Task AWriteThatFailsForEverIsSetAsideAloneAndHoldsUpNobody(Exception fault)
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var (hit, sound) = (await bench.StartAsync(), await bench.StartAsync());
        // Whatever brings event 'c' of the one session cannot be stored; with it in one transaction neither can the others.
        bench.Sessions.Refusing = rows => rows.Any(row => row.PartitionKey == hit.Value && Holds(row, "\"c\"")) ? fault : null;

        var batch = new[]
        {
            bench.Message(hit, "a"), bench.Message(sound, "s1"), bench.Message(hit, "b"), bench.Message(hit, "c"), bench.Message(hit, "d"),
            bench.Message(sound, "s2"), bench.Message(hit, "e"),
        };
        await bench.ScoreBatchAsync(null!, batch);
        await bench.ScoreBatchAsync(null!, batch);

        Assert.Equal(["a", "b", "d", "e"], await bench.StoredAsync(hit));
        Assert.Equal(["s1", "s2"], await bench.StoredAsync(sound));
        var letter = Assert.Single(await bench.SetAsideAsync());
        Assert.Equal(($"{hit}", "c", "NO_FACE"), (letter.SessionId, letter.EventId, letter.Type));
        Assert.StartsWith($"cannot be scored: {fault.Message[..10]}", letter.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OfMachinery), DisableDiscoveryEnumeration = true)]
    public async Task AFaultOfTheMachinerySetsNothingAside(Exception fault)
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var (hit, sound) = (await bench.StartAsync(), await bench.StartAsync());
        bench.Sessions.Refusing = rows => rows.Any(row => row.PartitionKey == hit.Value) ? fault : null;
        var batch = new[] { bench.Message(hit, "a"), bench.Message(sound, "b") };

        await Assert.ThrowsAsync<ScoringFailedException>(() => bench.ScoreBatchAsync(null!, batch));

        Assert.Equal(["b"], await bench.StoredAsync(sound));
        Assert.Empty(await bench.SetAsideAsync());
        bench.Sessions.Refusing = null;
        await bench.ScoreBatchAsync(null!, batch);
        Assert.Equal(["a"], await bench.StoredAsync(hit));
    }

    [Fact]
    public async Task ADefectThatPassesIsNotSetAside()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        bench.Sessions.LoseNextRequest(new InvalidOperationException("a race of our own"));

        await bench.ScoreBatchAsync(null!, bench.Message(session, "a"));

        Assert.Equal(["a"], await bench.StoredAsync(session));
        Assert.Empty(await bench.SetAsideAsync());
    }

    [Fact]
    public async Task WhatIsSavedIsNotSetAsideBecauseItCouldNotBeTold()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        // The push fails, and noting that fails as well.
        bench.Outbox.Refusing = _ => new RequestFailedException(400, "no");

        await bench.ScoreBatchAsync(null!, bench.Message(session, "a"));

        Assert.Equal(["a"], await bench.StoredAsync(session));
        Assert.Empty(await bench.SetAsideAsync());
        Assert.Single((await bench.ReadAsync(session)).Outbox);
    }

    [Fact]
    public async Task ADeadLetterThatStorageRefusesIsKeptWithoutItsContent()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var (unstarted, sound) = (await bench.ScheduleAsync(), await bench.StartAsync());
        bench.DeadLetters.Refusing = rows => rows.Any(row => Holds(row, "heavy")) ? new RequestFailedException(413, "too large") : null;

        await bench.ScoreBatchAsync(null!, bench.Message(unstarted, "light", "heavy"), bench.Message(sound, "b"));

        Assert.Equal(["b"], await bench.StoredAsync(sound));
        var letters = (await bench.SetAsideAsync()).OrderBy(letter => letter.Id, StringComparer.Ordinal).ToList();
        Assert.Equal([false, true], letters.Select(letter => letter.Cut));
        Assert.All(letters, letter => Assert.Equal(("session not started", $"{unstarted}"), (letter.Reason, letter.SessionId)));
        Assert.Equal("light", letters[0].EventId);
        Assert.True(letters[1].Size > 10);
        Assert.Contains("\"event\":null", JsonSerializer.Serialize(letters[1], Json.Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APartitionThatHasRetriedForAMinuteIsKnownToStandStillUntilItGoesOn()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        bench.Sessions.Refusing = _ => new RequestFailedException(503, "busy");
        var message = bench.Message(session, "a");

        await Assert.ThrowsAsync<ScoringFailedException>(() => bench.ScoreBatchAsync(null!, message));
        bench.Clock.Advance(TimeSpan.FromSeconds(59));
        await Assert.ThrowsAsync<ScoringFailedException>(() => bench.ScoreBatchAsync(null!, message));
        Assert.Empty(await bench.Stalled.ReadAsync(default).ToListAsync());

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ScoringFailedException>(() => bench.ScoreBatchAsync(null!, message));
        Assert.Equal(["0"], await bench.Stalled.ReadAsync(default).ToListAsync());

        bench.Sessions.Refusing = null;
        await bench.ScoreBatchAsync(null!, message);
        Assert.Empty(await bench.Stalled.ReadAsync(default).ToListAsync());
    }

    [Fact]
    public async Task AMarkerWithoutAReasonIsPassed()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        var marker = bench.Marker(session);
        marker.Properties.Remove("reason");

        await bench.ScoreBatchAsync(null!, marker, bench.Message(session, "a"));

        Assert.Equal(["a"], await bench.StoredAsync(session));
    }

    /// <summary>Whether a page of events or a dead letter has this text.</summary>
    static bool Holds(ITableEntity row, string text) => row is TableEntity entity
        && (entity.RowKey.StartsWith("e:", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Functions.Events.EventPage.Read(entity).Json.Span)
            : entity.GetBinary(DeadLetter.RawColumn) is { } raw ? Encoding.UTF8.GetString(raw) : "").Contains(text, StringComparison.Ordinal);
}
