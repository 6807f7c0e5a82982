using System.Text;
using Proctoring.Domain.Events;
using static Proctoring.Domain.Tests.Events.EventJson;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Events;

/// <summary>JSON allows two properties of the same name: the last counts.</summary>
public sealed class EventRepetitionTests
{
    [Theory]
    [InlineData("""{"type":"NO_FACE","id":"a","id":"b","occurredAt":"2026-03-02T09:00:00Z"}""", "b")]
    [InlineData("""{"id":"\u0061","type":"NO_FACE","id":"b","occurredAt":"2026-03-02T09:00:00Z"}""", "b")]
    [InlineData("""{"id":5,"type":"NO_FACE","id":"b","occurredAt":"2026-03-02T09:00:00Z"}""", "b")]
    [InlineData("""{"\u0069d":"c","ty\u0070e":"NO\u005FFACE","occurredAt":"2026-03-02T11:00:00\u002b02:00"}""", "c")]
    [InlineData("""{"id":"\u0064","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "d")]
    [InlineData("""{"ID":"x","future":{"id":"y","deep":[[[]]]},"\ud800":1,"id":"e","type":"NO_FACE","occurredAt":"2026-03-02T09:00:00Z"}""", "e")]
    [InlineData("""{"id":"f","type":"NO_FACE","occurredAt":"2026-03-02T09:05:00Z","seq":null,"confidence":null,"durationMs":null,"label":null,"data":null}""", "f")]
    public void TheLastOfTwoCountsAndUnknownFieldsAreIgnored(string json, string id)
    {
        var e = Single(json);

        Assert.Equal((id, EventType.NoFace), (e.Id.Value, e.Type));
    }

    [Fact]
    public void NothingOfTheFirstOfTwoStays()
    {
        const string First = """{"seq":7,"confidence":0.5,"durationMs":9,"label":"first",""";
        var e = Single(First + Plain[1..^1] + ""","seq":null,"confidence":null,"durationMs":null,"label":null}""");

        Assert.Equal((null, null, null, null), (e.Seq, e.Confidence, e.DurationMs, e.Label));
    }

    [Fact]
    public void NothingOfTheFirstOfTwoDataStays() => Assert.Equal(
        "data.wpm", Refused(WithData("TYPING_SAMPLE", """{"wpm":50},"data":{"pxPerSecond":1}""")).Field);

    [Fact]
    public void OfTwoListsOnlyTheLastOnesRefusalsCount()
    {
        var bad = Plain.Replace("NO_FACE", "COPY", StringComparison.Ordinal);
        var body = $$"""{"events":[{{bad}}],"events":[{{Plain}},{{bad}}]}""";

        Assert.Single(EventReader.Check(Encoding.UTF8.GetBytes(body), T0, onlyGrave: true).Refused);
        Assert.Equal(1, EventReader.Check(Encoding.UTF8.GetBytes(body), T0, onlyGrave: true).NotGrave);
    }
}
