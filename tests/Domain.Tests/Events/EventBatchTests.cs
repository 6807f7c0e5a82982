using System.Text;
using Proctoring.Domain.Events;
using static Proctoring.Domain.Tests.Events.EventJson;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Events;

public sealed class EventBatchTests
{
    [Fact]
    public void ABatchTellsWhereItsEventsLie()
    {
        var json = $$"""{ "events" : [ {{Plain}} , {"id":"bad!"}, 5, [], {{Plain}}], "more":1 }""";
        var batch = Read(json);
        var places = EventReader.Check(Encoding.UTF8.GetBytes(json), T0);

        Assert.Equal([(0, Plain), (4, Plain)], batch.Accepted.Select(e => (e.Index, json.Substring(e.Start, e.Length))));
        Assert.Equal([(0, Plain), (4, Plain)], places.Accepted.Select(e => (e.Index, json.Substring(e.Start, e.Length))));
        Assert.Equal(["e-1", "e-1"], places.Accepted.Select(e => json.Substring(e.IdStart, e.IdLength)));
        Assert.Equal([(1, "id"), (2, "events[2]"), (3, "events[3]")], batch.Refused.Select(r => (r.Index, r.Field)));
    }

    [Fact]
    public void ARefusalNamesTheIdIfItIsOne()
    {
        var batch = Read("""{"events":[{"id":"known","type":"?"},{"id":"\u006bnown","type":"?"},{"id":"b a d","type":"?"}]}""");

        Assert.Equal(["known", "known", null], batch.Refused.Select(refusal => refusal.Id));
    }

    [Theory]
    [InlineData("", BatchFaultKind.Malformed, "body")]
    [InlineData("   ", BatchFaultKind.Malformed, "body")]
    [InlineData("{", BatchFaultKind.Malformed, "body")]
    [InlineData("""{"id":"e",}""", BatchFaultKind.Malformed, "body")]
    [InlineData("""{"id":"e"} {}""", BatchFaultKind.Malformed, "body")]
    [InlineData("[]", BatchFaultKind.Malformed, "body")]
    [InlineData("null", BatchFaultKind.Malformed, "body")]
    [InlineData("42", BatchFaultKind.Malformed, "body")]
    [InlineData("""{"events":{}}""", BatchFaultKind.Malformed, "events")]
    [InlineData("""{"events":null}""", BatchFaultKind.Malformed, "events")]
    [InlineData("""{"events":[]}""", BatchFaultKind.Empty, "events")]
    [InlineData("""{"events":[{"id":"e"}""", BatchFaultKind.Malformed, "body")]
    public void AFaultOfTheWholeBodyIsToldApart(string json, BatchFaultKind kind, string field)
    {
        foreach (var fault in new[] { Read(json).Fault, EventReader.Check(Encoding.UTF8.GetBytes(json), T0).Fault })
            Assert.Equal((kind, field), (fault!.Kind, fault.Field));
    }

    [Fact]
    public void BytesThatAreNoTextAreMalformed()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(Plain[..^1]), .. ",\"x\":\""u8, 0xff, .. "\"}"u8];

        Assert.Equal(BatchFaultKind.Malformed, EventReader.ReadBatch(body, T0).Fault!.Kind);
    }

    [Fact]
    public void AHundredEventsAreABatchAndOneMoreIsTooMany()
    {
        string Batch(int count) => $$"""{"events":[{{string.Join(',', Enumerable.Repeat(Plain, count))}}]}""";

        Assert.Equal(100, Read(Batch(100)).Accepted.Count);
        Assert.Equal(BatchFaultKind.TooMany, Read(Batch(101)).Fault!.Kind);
    }

    [Fact]
    public void TheLastOfTwoListsOfEventsCounts()
    {
        var batch = Read($$"""{"events":[{"id":"x"}],"events":[{{Plain}}]}""");

        Assert.Empty(batch.Refused);
        Assert.Equal("e-1", Assert.Single(batch.Accepted).Event.Id.Value);
    }

    [Fact]
    public void TheStreamsArrayMayHoldMoreThanARequest()
    {
        var batch = EventReader.ReadArray(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Plain, 300))}]"));

        Assert.Equal(300, batch.Accepted.Count);
    }

    [Fact]
    public void TheStreamsArrayTellsWhatIsNoEvent()
    {
        var batch = EventReader.ReadArray(Encoding.UTF8.GetBytes($$"""[{{Plain}},{"id":"old","type":"SMELL","occurredAt":"2026-03-02T09:00:00Z"}]"""));

        Assert.Equal((1, "old", "type"), (batch.Refused[0].Index, batch.Refused[0].Id, batch.Refused[0].Field));
        Assert.Equal(BatchFaultKind.Malformed, EventReader.ReadArray(Encoding.UTF8.GetBytes(Plain)).Fault!.Kind);
    }
}
