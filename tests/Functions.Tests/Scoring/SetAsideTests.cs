using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Proctoring.Domain;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Scoring;

/// <summary>What fails in the same way for ever goes to the dead letters and keeps nothing else of its partition waiting.</summary>
public sealed class SetAsideTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    static readonly Dictionary<string, Action<JsonNode>> Wrong = new()
    {
        ["a number that is text"] = state => state["version"] = "one",
        ["a list that is an object"] = state => state["seqs"] = new JsonObject(),
        ["a list that is too short"] = state => state["positions"] = new JsonArray(new JsonArray("0")),
        ["a time that is none"] = state => state["session"]!["startedAt"] = "yesterday",
        ["a state that is unknown"] = state => state["session"]!["state"] = "asleep",
        ["a part that is missing"] = state => ((JsonObject)state).Remove("scorecard"),
    };

    public static TheoryData<string> WrongStates => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongStates))]
    public async Task AStateThatCannotBeReadKeepsOnlyItsOwnSessionFromBeingScored(string wrong)
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var (spoilt, sound) = (await bench.StartAsync(), await bench.StartAsync());
        await SpoilJsonAsync(bench, spoilt, Wrong[wrong]);

        await bench.ScoreBatchAsync(
            null!, bench.Message(spoilt, "a"), bench.Message(sound, "b"), bench.Message(spoilt, "c"), bench.Message(sound, "d"));

        Assert.Equal(["b", "d"], await bench.StoredAsync(sound));
        Assert.Empty(await bench.StoredAsync(spoilt));
        var letters = await bench.SetAsideAsync();
        Assert.Equal([$"{spoilt}", $"{spoilt}"], letters.Select(letter => letter.SessionId));
        Assert.Equal(["a", "c"], letters.Select(letter => (string?)Event(letter)["id"]));
        Assert.All(letters, letter => Assert.StartsWith(
            $"cannot be scored: The stored state of session {spoilt} cannot be read: ", letter.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("parts")]
    [InlineData("plan")]
    [InlineData("state0")]
    public async Task AColumnOfAnotherKindIsSetAsideToo(string column)
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        await bench.SpoilAsync(session, row => row[column] = "something else");

        await bench.ScoreBatchAsync(null!, bench.Message(session, "a"));
        await bench.ScoreBatchAsync(null!, bench.Message(session, "b"));

        Assert.Equal(2, (await bench.SetAsideAsync()).Count);
    }

    [Theory]
    [InlineData("organization", null, "malformed: the message names no organization")]
    [InlineData("organization", "no/id", "malformed: the message names no organization")]
    [InlineData("received", null, "malformed: the message does not say when it was received")]
    [InlineData("received", "yesterday", "malformed: the message does not say when it was received")]
    [InlineData("received", -1L, "malformed: the message does not say when it was received")]
    [InlineData("received", long.MaxValue, "malformed: the message does not say when it was received")]
    [InlineData("session", null, "malformed: the message names no session")]
    public async Task AMessageThatDoesNotSayWhoseItIsIsSetAsideAsItCame(string property, object? value, string reason)
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        var message = bench.Message(session, "a");
        message.Properties.Remove(property);
        if (value is not null) message.Properties[property] = value;

        await bench.ScoreBatchAsync(null!, message, bench.Message(session, "b"));

        Assert.Equal(["b"], await bench.StoredAsync(session));
        var letter = Assert.Single((await bench.Letters.ListAsync("unknown", new PageRequest(200, null), default)).Items);
        Assert.Equal((reason, null, null, message.EnqueuedTime), (letter.Reason, letter.SessionId, letter.EventId, letter.ReceivedAt));
        Assert.Equal((message.EventBody.ToMemory().Length, false), (letter.Size, letter.Cut));
        Assert.Equal(message.EventBody.ToString(), Encoding.UTF8.GetString(letter.Event.Utf8.Span));
    }

    [Fact]
    public async Task WhatIsSetAsideSaysWhenItCameAndWhatItWas()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var (unstarted, unknown) = (await bench.ScheduleAsync(), SessionId.Parse("nobody"));
        var (message, other) = (bench.Message(unstarted, "a", "b"), bench.Message(unknown, "c"));

        await bench.ScoreBatchAsync(null!, message, other);

        Assert.True(Functions.Events.StreamMessage.TryRead(message, out var sent, out _));
        var letters = await bench.SetAsideAsync();
        Assert.Equal(
            [("b", "session not started"), ("a", "session not started"), ("c", "unknown session")],
            letters.OrderBy(letter => letter.Reason, StringComparer.Ordinal).Select(letter => (letter.EventId, letter.Reason)));
        Assert.All(letters, letter => Assert.Equal(("NO_FACE", sent.ReceivedAt), (letter.Type, letter.ReceivedAt)));
    }

    [Fact]
    public async Task AMarkerOfASessionThatCannotBeReadIsPassed()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var (spoilt, sound) = (await bench.StartAsync(), await bench.StartAsync());
        await SpoilJsonAsync(bench, spoilt, state => state["version"] = "one");

        // There is no task hub to tell, which a marker's reader takes for a lifecycle that is gone.
        await bench.ScoreBatchAsync(null!, bench.Message(spoilt, "a"), bench.Marker(spoilt), bench.Message(sound, "b"));

        Assert.Equal(["b"], await bench.StoredAsync(sound));
        Assert.Equal(["a"], (await bench.SetAsideAsync()).Select(letter => (string?)Event(letter)["id"]));
    }

    [Fact]
    public async Task WhatOurOwnRulesChokeOnIsSetAsideMessageByMessage()
    {
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        // A policy that can be read, and without which no event that may raise an alert can be judged.
        await SpoilJsonAsync(bench, session, plan => plan["policy"]!["lines"] = null, column: "plan");
        var harmless = bench.Raw(session, """[{"id":"b","type":"HEARTBEAT","occurredAt":"2026-03-01T09:01:00Z"}]"""u8.ToArray());

        var batch = new[] { bench.Message(session, "a"), harmless, bench.Message(session, "c") };
        await bench.ScoreBatchAsync(null!, batch);
        await bench.ScoreBatchAsync(null!, batch);

        Assert.Equal(["b"], await bench.StoredAsync(session));
        var letters = await bench.SetAsideAsync();
        Assert.Equal(["a", "c"], letters.Select(letter => (string?)Event(letter)["id"]));
        Assert.All(letters, letter => Assert.StartsWith("cannot be scored: ", letter.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task HalfASurrogatePairIsSetAsideAndCanBeListed()
    {
        const string Half = """{"id":"half","type":"COPY","occurredAt":"2026-03-01T09:01:00Z","label":"cut \ud83d"}""";
        var bench = await ScoringBench.CreateAsync(storage);
        var session = await bench.StartAsync();
        // Escaped, it is JSON that no text can be made of; raw, it is not even UTF-8.
        byte[] raw = [.. "[{\"id\":\""u8, 0xED, 0xA0, 0xBD, .. "\"}]"u8];

        await bench.ScoreBatchAsync(
            null!, bench.Raw(session, Encoding.UTF8.GetBytes($"[{Half}]")), bench.Raw(session, raw), bench.Message(session, "whole"));

        Assert.Equal(["whole"], await bench.StoredAsync(session));
        var letters = await bench.SetAsideAsync();
        Assert.Equal(2, letters.Count);
        Assert.Equal("malformed: label holds half a surrogate pair", letters[0].Reason);
        Assert.Equal("half", letters[0].EventId);
        Assert.StartsWith("malformed: body", letters[1].Reason, StringComparison.Ordinal);
        // As the reply has it: the bytes that came, or what text can be made of them.
        var reply = JsonSerializer.Serialize(letters, Json.Options);
        Assert.Contains($"\"event\":{Half}", reply, StringComparison.Ordinal);
        using var parsed = JsonDocument.Parse(reply);
        Assert.Contains("\uFFFD", parsed.RootElement[1].GetProperty("event").GetString(), StringComparison.Ordinal);
    }

    static JsonNode Event(DeadLetterItem letter) =>
        JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(letter, Json.Options))!["event"]!;

    static Task SpoilJsonAsync(ScoringBench bench, SessionId session, Action<JsonNode> spoil, string column = "state0") => bench.SpoilAsync(session, row =>
    {
        var json = JsonNode.Parse(row.GetBinary(column)!)!;
        spoil(json);
        row[column] = Encoding.UTF8.GetBytes(json.ToJsonString());
    });
}
