using System.Text;
using Proctoring.Domain.Events;
using static Proctoring.Domain.Tests.Events.EventJson;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Events;

public sealed class EventReaderTests
{
    [Fact]
    public void AnEventNeedsNoMoreThanIdTypeAndTime()
    {
        var e = Single(Plain);

        Assert.Equal(("e-1", EventType.NoFace, T0), (e.Id.Value, e.Type, e.OccurredAt));
        Assert.Equal((null, null, null, null, 0), (e.Seq, e.Confidence, e.DurationMs, e.Label, e.Data.Length));
    }

    [Fact]
    public void EveryFieldIsRead()
    {
        var e = Single("""
            {"label":"a \u00e9 \"phone\"","data":{"box":[1,2],"t":"x"},"durationMs":1500.4,"confidence":0.5,"seq":7,
             "occurredAt":"2026-03-02T11:00:00.123+02:00","type":"OBJECT_DETECTED","id":"A.b_c-9"}
            """);

        Assert.Equal("A.b_c-9", e.Id.Value);
        Assert.Equal(T0.AddMilliseconds(123), e.OccurredAt);
        Assert.Equal(TimeSpan.Zero, e.OccurredAt.Offset);
        Assert.Equal((7, 0.5, 1500L, "a é \"phone\""), (e.Seq!.Value, e.Confidence!.Value, e.DurationMs!.Value, e.Label));
        Assert.Equal("""{"box":[1,2],"t":"x"}""", Encoding.UTF8.GetString(e.Data.Span));
    }

    [Fact]
    public void SamplesCarryTheirValues()
    {
        Assert.Equal(51.5, Single(WithData("TYPING_SAMPLE", """{"wpm":51.5}""")).Wpm);
        Assert.Equal(0, Single(WithData("MOUSE_SAMPLE", """{"pxPerSecond":0}""")).PxPerSecond);
        var answer = Single(WithData("ANSWER_TIMING", """{"seconds":42,"questionId":"q\u0031"}"""));
        Assert.Equal((42.0, "q1"), (answer.Seconds!.Value, answer.QuestionId));
    }

    [Theory]
    [InlineData("""{"type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "id")]
    [InlineData("""{"id":null,"type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "id")]
    [InlineData("""{"id":7,"type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "id")]
    [InlineData("""{"id":"","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "id")]
    [InlineData("""{"id":"a b","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "id")]
    [InlineData("""{"id":"é","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "id")]
    [InlineData("""{"id":"\ud800","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "id")]
    [InlineData("""{"id":"12345678901234567890123456789012345678901234567890123456789012345","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "id")]
    [InlineData("""{"id":"e","occurredAt":"2026-03-02T09:00:00Z"}""", "type")]
    [InlineData("""{"id":"e","type":"no_face","occurredAt":"2026-03-02T09:00:00Z"}""", "type")]
    [InlineData("""{"id":"e","type":["NO_FACE"],"occurredAt":"2026-03-02T09:00:00Z"}""", "type")]
    [InlineData("""{"id":"e","type":"NO_FACE"}""", "occurredAt")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":1772442000}""", "occurredAt")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"yesterday"}""", "occurredAt")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02"}""", "occurredAt")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00"}""", "occurredAt")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-02-30T09:00:00Z"}""", "occurredAt")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"0001-01-01T00:00:00Z"}""", "occurredAt")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:05:00.001Z"}""", "occurredAt")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","seq":0}""", "seq")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","seq":2147483648}""", "seq")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","seq":1.5}""", "seq")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","seq":"1"}""", "seq")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","confidence":1.01}""", "confidence")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","confidence":-0.01}""", "confidence")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","confidence":1e999}""", "confidence")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","durationMs":-1}""", "durationMs")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","durationMs":1e300}""", "durationMs")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","durationMs":true}""", "durationMs")]
    [InlineData("""{"id":"e","type":"FOCUS_LOST","occurredAt":"2026-03-02T09:00:00Z"}""", "durationMs")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","label":5}""", "label")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","label":"\udc00"}""", "label")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","data":[1]}""", "data")]
    [InlineData("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z","data":"{}"}""", "data")]
    [InlineData("""{"id":"e","type":"TYPING_SAMPLE","occurredAt":"2026-03-02T09:00:00Z"}""", "data.wpm")]
    [InlineData("""{"id":"e","type":"TYPING_SAMPLE","occurredAt":"2026-03-02T09:00:00Z","data":{"wpm":-1}}""", "data.wpm")]
    [InlineData("""{"id":"e","type":"TYPING_SAMPLE","occurredAt":"2026-03-02T09:00:00Z","data":{"wpm":"fast"}}""", "data.wpm")]
    [InlineData("""{"id":"e","type":"TYPING_SAMPLE","occurredAt":"2026-03-02T09:00:00Z","data":{"inner":{"wpm":50}}}""", "data.wpm")]
    [InlineData("""{"id":"e","type":"MOUSE_SAMPLE","occurredAt":"2026-03-02T09:00:00Z","data":{"pxPerSecond":{"a":1}}}""", "data.pxPerSecond")]
    [InlineData("""{"id":"e","type":"ANSWER_TIMING","occurredAt":"2026-03-02T09:00:00Z","data":{"seconds":1}}""", "data.questionId")]
    [InlineData("""{"id":"e","type":"ANSWER_TIMING","occurredAt":"2026-03-02T09:00:00Z","data":{"seconds":1,"questionId":1}}""", "data.questionId")]
    [InlineData("""{"id":"e","type":"ANSWER_TIMING","occurredAt":"2026-03-02T09:00:00Z","data":{"seconds":1,"questionId":""}}""", "data.questionId")]
    [InlineData("""{"id":"e","type":"ANSWER_TIMING","occurredAt":"2026-03-02T09:00:00Z","data":{"questionId":"q"}}""", "data.seconds")]
    public void ABadFieldIsNamed(string json, string field)
    {
        var batch = EventReader.ReadBatch(Encoding.UTF8.GetBytes(json), T0);

        Assert.Null(batch.Fault);
        Assert.Empty(batch.Accepted);
        var refusal = Assert.Single(batch.Refused);
        Assert.Equal((0, field), (refusal.Index, refusal.Field));
        Assert.NotEmpty(refusal.Reason);
        Assert.Equal(batch.Refused, EventReader.Check(Encoding.UTF8.GetBytes(json), T0).Refused);
    }

    [Theory]
    [InlineData("""{"id":"e"}""", "type", "is required")]
    [InlineData("""{"id":"e","type":null}""", "type", "is required")]
    [InlineData("""{"id":"e","type":5}""", "type", "must be a string")]
    [InlineData("""{"id":"e","type":"COPY"}""", "occurredAt", "is required")]
    [InlineData("""{"id":"e","type":"COPY","occurredAt":null}""", "occurredAt", "is required")]
    [InlineData("""{"id":"e","type":"COPY","occurredAt":5}""", "occurredAt", "must be a string")]
    public void WhatIsMissingIsToldFromWhatIsNoText(string json, string field, string reason)
    {
        var refusal = Refused(json);
        Assert.Equal((field, reason), (refusal.Field, refusal.Reason));
    }

    [Theory]
    [InlineData("""{"a":"\udc00\udc00"}""")]
    [InlineData("""{"a":"\ud83d"}""")]
    [InlineData("""{"a":"\ude00"}""")]
    [InlineData("""{"a":"\ud83dx\ude00"}""")]
    [InlineData("""{"a":"\ud83d\u0041"}""")]
    [InlineData("""{"a":[{"b":"\\\ud83d"}]}""")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("""{"wpm":"\ud83d"}""")]
    [InlineData("""{"questionId":"\ud83d"}""")]
    public void DataWithHalfASurrogatePairIsRefused(string data)
    {
        Assert.Equal("data", Refused(WithData("COPY", data)).Field);
    }

    [Theory]
    [InlineData("""{"a":"\ud83d\ude00"}""")]
    [InlineData("""{"a":"\\ud83d \n \u00e9"}""")]
    [InlineData("""{"\uD83D\uDE00":["\uD83D\uDE00\uD83D\uDE00"]}""")]
    public void DataMayHoldEscapes(string data) =>
        Assert.Equal(data, Encoding.UTF8.GetString(Single(WithData("COPY", data)).Data.Span));

    [Theory]
    [InlineData("TYPING_SAMPLE", """{"wpm":2}""", 2.0, null, null)]
    [InlineData("MOUSE_SAMPLE", """{"pxPerSecond":3}""", null, 3.0, null)]
    [InlineData("ANSWER_TIMING", """{"questionId":"q","seconds":4}""", null, null, 4.0)]
    [InlineData("COPY", """{"wpm":2,"pxPerSecond":3,"seconds":4}""", null, null, null)]
    public void ASampleIsThatOfItsTypeAlone(string type, string data, double? wpm, double? pxPerSecond, double? seconds)
    {
        var e = Single(WithData(type, data));
        Assert.Equal((wpm, pxPerSecond, seconds), (e.Wpm, e.PxPerSecond, e.Seconds));
    }

    [Fact]
    public void TheLimitsThemselvesAreAccepted()
    {
        Assert.Equal(0, Single("""{"id":"e","type":"FOCUS_LOST","occurredAt":"2026-03-02T09:00:00Z","durationMs":0}""").DurationMs);
        Assert.Equal(604_800_000, Single(Plain[..^1] + ""","durationMs":604800000}""").DurationMs);
        Assert.Equal(1_000_000, Single(WithData("MOUSE_SAMPLE", """{"pxPerSecond":1000000}""")).PxPerSecond);
        Assert.Equal(2000, Single("""{"id":"e","type":"NO_FACE","occurredAt":"2000-01-01T00:00:00Z"}""").OccurredAt.Year);
    }

    [Fact]
    public void DurationsAreRoundedNotCut() => Assert.Equal(1500, Single(Plain[..^1] + ""","durationMs":1499.6}""").DurationMs);

    [Fact]
    public void AnEventAheadByFiveMinutesIsAccepted() =>
        Assert.Equal(At(5), Single("""{"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:05:00Z"}""").OccurredAt);

    [Fact]
    public void ALabelOfTwoHundredCharactersIsAcceptedWhateverItsBytes()
    {
        Assert.Equal(200, Single(Plain[..^1] + $",\"label\":\"{new string('é', 200)}\"}}").Label!.Length);
        Assert.Equal("label", Refused(Plain[..^1] + $",\"label\":\"{new string('é', 201)}\"}}").Field);
        Assert.Equal("label", Refused(Plain[..^1] + $",\"label\":\"{new string('x', 2000)}\"}}").Field);
    }

    [Fact]
    public void DataOfEightKilobytesIsAcceptedAndOneByteMoreIsNot()
    {
        var text = new string('x', EventLimits.MaxDataBytes - """{"a":""}""".Length);

        Assert.Equal(EventLimits.MaxDataBytes, Single(WithData("NO_FACE", $$"""{"a":"{{text}}"}""")).Data.Length);
        Assert.Equal("data", Refused(WithData("NO_FACE", $$"""{"a":"{{text}}x"}""")).Field);
    }

    [Fact]
    public void DataNestedTooDeepIsRefusedAndTheOtherEventsAreNot()
    {
        var batch = Read($$"""{"events":[{{WithData("NO_FACE", Nested(17))}},{{WithData("NO_FACE", Nested(16))}}]}""");

        Assert.Equal("data", Assert.Single(batch.Refused).Field);
        Assert.Equal(1, Assert.Single(batch.Accepted).Index);
    }

    [Fact]
    public void AnEventOfSixteenKilobytesIsAcceptedAndOneByteMoreIsRefusedByTheNameOfItsLargestField()
    {
        string Large(int bytes)
        {
            const string Rest = ""","screen":"","note":"short"}""";
            return Plain[..^1] + Rest.Replace("\"\"", $"\"{new string('x', bytes - Plain.Length + 1 - Rest.Length)}\"", StringComparison.Ordinal);
        }

        Assert.Equal("e-1", Single(Large(EventLimits.MaxEventBytes)).Id.Value);
        Assert.Equal("screen", Refused(Large(EventLimits.MaxEventBytes + 1)).Field);
        var batch = Read($$"""{"events":[{{Large(EventLimits.MaxEventBytes + 1)}},{{Large(EventLimits.MaxEventBytes)}}]}""");
        Assert.Equal(("screen", 0, "e-1"), (batch.Refused[0].Field, batch.Refused[0].Index, batch.Refused[0].Id));
        Assert.Equal(1, Assert.Single(batch.Accepted).Index);
    }

    [Theory]
    [InlineData("a b", "body")]
    [InlineData("\\u0061", "body")]
    [InlineData("a-b", "a-b")]
    public void AFieldsNameIsRepeatedOnlyIfItIsHarmless(string name, string field) =>
        Assert.Equal(field, Refused(Plain[..^1] + $",\"{name}\":\"{new string('x', EventLimits.MaxEventBytes)}\"}}").Field);

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(70, false)]
    [InlineData(5_000, false)]
    public void AnEventMayBeNestedAsDeepAloneAsInAList(int levels, bool isAccepted)
    {
        var deep = Plain[..^1] + $$""","tree":{{new string('[', levels)}}{{new string(']', levels)}}}""";
        var alone = Read(deep);
        var listed = Read($$"""{"events":[{{deep}},{{Plain}}]}""");
        var stored = EventReader.ReadArray(Encoding.UTF8.GetBytes($"[{deep},{Plain}]"));

        Assert.Equal((isAccepted ? 1 : 0, isAccepted ? 2 : 1, isAccepted ? 2 : 1), (alone.Accepted.Count, listed.Accepted.Count, stored.Accepted.Count));
        if (!isAccepted)
            Assert.All([alone, listed, stored], batch => Assert.Equal("tree", Assert.Single(batch.Refused).Field));
    }

    [Fact]
    public void ARefusalTellsWhereItsEventStands()
    {
        var body = $$"""[ {{Plain}}, 7 , {"id":"x"} ]""";

        var refused = EventReader.ReadArray(Encoding.UTF8.GetBytes(body)).Refused;

        Assert.Equal(["7", """{"id":"x"}"""], refused.Select(refusal => body.Substring(refusal.Start, refusal.Length)));
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
}
