using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Scoring;

public sealed class StatisticsTests
{
    [Fact]
    public void EventsAreCountedByTypeSeverityAndMinute()
    {
        var statistics = Running().Receive(
            Event(EventType.NoFace, 1), Event(EventType.NoFace, 59.9), Event(EventType.Heartbeat, 60), Event(EventType.TabSwitch, 185)).Next.Scorecard.Statistics;

        Assert.Equal(4, statistics.Total);
        Assert.Equal(new() { ["NO_FACE"] = 2, ["HEARTBEAT"] = 1, ["TAB_SWITCH"] = 1 }, statistics.ByType.ToDictionary());
        Assert.Equal([new("info", 1), new("medium", 1), new("high", 2)], statistics.BySeverity);
        Assert.Equal([new MinuteCount(0, 2), new(1, 1), new(3, 1)], statistics.Timeline);
    }

    [Fact]
    public void EventsBeforeTheStartBelongToTheFirstMinute() => Assert.Equal(
        [new MinuteCount(0, 1)], Running().Receive(Event(EventType.NoFace, -90)).Next.Scorecard.Statistics.Timeline);

    [Fact]
    public void TheTimelineIsBounded()
    {
        var events = Enumerable.Range(0, 80).Select(day => Event(EventType.Heartbeat, day * 86_400)).ToArray();

        var timeline = Running().Receive(events).Next.Scorecard.Statistics.Timeline;

        Assert.Equal([new MinuteCount(0, 1), new(1_440, 1), new(Scorecard.MaxMinutes - 1, 78)], timeline);
    }

    [Fact]
    public void ANewSessionHasNone()
    {
        var statistics = Running().Scorecard.Statistics;

        Assert.Equal(0, statistics.Total);
        Assert.Empty(statistics.ByType);
        Assert.Empty(statistics.BySeverity);
        Assert.Empty(statistics.Timeline);
    }
}
