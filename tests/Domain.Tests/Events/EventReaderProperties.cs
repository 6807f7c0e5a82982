using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Proctoring.Domain.Events;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Events;

public sealed class EventReaderProperties
{
    private static readonly string[] Names =
        ["id", "type", "occurredAt", "seq", "confidence", "durationMs", "label", "data", "events", "x", "\\u0069d", "\\ud800", "wpm", "seconds", "questionId"];

    private static readonly string[] Values =
    [
        "\"a\"", "\"NO_FACE\"", "\"TYPING_SAMPLE\"", "\"ANSWER_TIMING\"", "\"2026-03-02T09:00:00Z\"", "1", "0.5", "-7", "1e400", "null", "true",
        "\"\\ud800\"", "\"\\u0041\"", "{}", "[]", "{\"wpm\":5}", "{\"wpm\":{\"wpm\":[1]}}", "{\"seconds\":1,\"questionId\":\"\\udfff\"}", "[{\"id\":\"b\"}]", "123456789012345678901234567890",
    ];

    [Fact]
    public void NoBytesMakeItThrow() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
    {
        EventReader.ReadBatch(bytes, T0);
        EventReader.ReadArray(bytes);
        EventReader.Check(bytes, T0);
    }));

    [Fact]
    public void NoDamagedBodyMakesItThrow()
    {
        var body = """{"events":[{"id":"e","type":"ANSWER_TIMING","occurredAt":"2026-03-02T09:00:00Z","data":{"questionId":"q","seconds":4},"label":"\u00e9"}]}"""u8.ToArray();
        Check.QuickThrowOnFailure(Prop.ForAll<(int At, byte Value)[]>(damages =>
        {
            var damaged = body.ToArray();
            foreach (var (at, value) in damages)
                damaged[(at & int.MaxValue) % damaged.Length] = value;
            EventReader.ReadBatch(damaged, T0);
            EventReader.Check(damaged, T0);
        }));
    }

    [Fact]
    public void NoBodyMakesItThrowAndEveryEventIsAcceptedOrRefused() => Bodies((json, body) =>
    {
        var batch = EventReader.ReadBatch(body, T0);
        if (batch.Fault is not null)
            return;
        using var document = JsonDocument.Parse(json);
        var count = document.RootElement.TryGetProperty("events", out var events) ? events.GetArrayLength() : 1;

        Assert.Equal(Enumerable.Range(0, count), batch.Accepted.Select(e => e.Index).Concat(batch.Refused.Select(r => r.Index)).Order());
    });

    [Fact]
    public void CheckingAndReadingAgree() => Bodies((_, body) =>
    {
        var (read, check) = (EventReader.ReadBatch(body, T0), EventReader.Check(body, T0));

        Assert.Equal(read.Fault, check.Fault);
        Assert.Equal(read.Refused, check.Refused);
        Assert.Equal(read.Accepted.Select(e => (e.Index, e.Start, e.Length)), check.Accepted.Select(e => (e.Index, e.Start, e.Length)));
    });

    [Fact]
    public void WhatIsAcceptedReadsTheSameFromTheStream() => Bodies((_, body) =>
    {
        foreach (var accepted in EventReader.ReadBatch(body, T0).Accepted)
        {
            byte[] stream = [(byte)'[', .. body.AsSpan(accepted.Start, accepted.Length), (byte)']'];

            var again = Assert.Single(EventReader.ReadArray(stream).Accepted).Event;

            Assert.Equal(Fields(accepted.Event), Fields(again));
        }
    });

    private static object Fields(ProctoringEvent e) =>
        (e.Id, e.Type, e.OccurredAt, e.Seq, e.Confidence, e.DurationMs, (e.Label, e.Sample, e.QuestionId, Encoding.UTF8.GetString(e.Data.Span)));

    /// <summary>Bodies that are JSON objects of likely names and values, alone or in a list.</summary>
    private static void Bodies(Action<string, byte[]> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll<(byte Name, byte Value)[][]>(events =>
        {
            var objects = events.Select(properties => $"{{{string.Join(',', Start(properties.Length).Concat(properties.Select(Property)))}}}").ToArray();
            var json = objects.Length == 1 ? objects[0] : $"{{\"events\":[{string.Join(',', objects)}]}}";
            check(json, Encoding.UTF8.GetBytes(json));
        }));

    // Half of the events begin with all that they need.
    private static IEnumerable<string> Start(int number) => number % 2 == 0
        ? []
        : ["\"id\":\"first\"", $"\"type\":\"{EventType.All[number % EventType.All.Count]}\"", "\"occurredAt\":\"2026-03-02T08:00:00Z\""];

    // Mostly a fitting value, so that many events are acceptable.
    private static string Property((byte Name, byte Value) p)
    {
        var name = Names[p.Name % Names.Length];
        var fits = p.Value % 3 > 0;
        var value = (name, fits) switch
        {
            ("id", true) => "\"e\"",
            ("type", true) => $"\"{EventType.All[p.Value % EventType.All.Count]}\"",
            ("occurredAt", true) => "\"2026-03-02T09:00:00Z\"",
            ("data", true) => "{\"wpm\":5,\"seconds\":3,\"questionId\":\"q\",\"pxPerSecond\":1}",
            _ => Values[p.Value % Values.Length],
        };
        return $"\"{name}\":{value}";
    }
}
