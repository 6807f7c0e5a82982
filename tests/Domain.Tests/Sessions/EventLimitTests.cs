using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>A session that sends more events than are kept.</summary>
public sealed class EventLimitTests
{
    private const int Limit = 10;

    [Fact]
    public void BeyondTheLimitOrdinaryEventsAreCountedByTypeAndNothingElse()
    {
        var atLimit = Take(Running(), Many(EventType.LookingAway, Limit));
        Assert.Equal((Limit, 0, false), (atLimit.Scored.Count, atLimit.Unrecorded, atLimit.Next.IsLimited));

        var beyond = Take(atLimit.Next, Event(EventType.LookingAway, 100), Event(EventType.Copy, 101), Event(EventType.Heartbeat, 102));

        Assert.Equal((0, 3, true), (beyond.Scored.Count, beyond.Unrecorded, beyond.Next.IsLimited));
        Assert.Equal(atLimit.Next.Integrity, beyond.Next.Integrity);
        Assert.Equal((Limit + 1, 1, Limit + 3), (beyond.Next.Scorecard.Counts["LOOKING_AWAY"], beyond.Next.Scorecard.Counts["COPY"], beyond.Next.Scorecard.Total));
        Assert.Equal(T0.AddSeconds(103), beyond.Next.LastSeen);
    }

    [Fact]
    public void BeyondTheLimitGraveEventsGoOn()
    {
        var limited = Take(Running(), Many(EventType.Heartbeat, Limit + 1)).Next;

        foreach (var type in EventType.All.Where(type => type.Severity >= Severity.High))
        {
            var result = Take(limited, Event(type, 100));
            Assert.True(type.IsGrave);
            Assert.Equal((1, 0), (result.Scored.Count, result.Unrecorded));
            Assert.Contains(result.NewAlerts, alert => alert.Type == type.Name);
        }

        Assert.Equal(7, EventType.All.Count(type => type.IsGrave));
    }

    [Fact]
    public void WhatIsOnlyCountedAndDatedBeforeTheStartCountsWhenItWasReceived()
    {
        var limited = Running().Ingest(new("0", 0, T0), At(5), [Event(EventType.Heartbeat, -100)], eventLimit: 0).Next;

        Assert.Equal([new MinuteCount(5, 1)], limited.Scorecard.Statistics.Timeline);
    }

    [Fact]
    public void TheSessionSaysSoOnceAndSomebodyIsCalled()
    {
        var first = Take(Running(), Many(EventType.Heartbeat, Limit + 1));
        var second = Take(first.Next, Event(EventType.Heartbeat, 100));

        Assert.Equal("More than 10 events came.", Assert.IsType<SessionFact.SessionLimited>(Assert.Single(first.Facts)).Why);
        Assert.Equal((AlertTypes.EventLimit, Severity.High), (Assert.Single(first.NewAlerts).Type, first.NewAlerts[0].Severity));
        Assert.Equal((0, 0, 2), (second.Facts.Count, second.NewAlerts.Count, second.Next.Unrecorded));
    }

    [Fact]
    public void AResendOfAnEventThatWasOnlyCountedDoesNotCountAgain()
    {
        var limited = Take(Running(), Many(EventType.Heartbeat, Limit + 1));

        var again = Take(limited.Next, Many(EventType.Heartbeat, Limit + 1));

        Assert.Equal((Limit + 1, false), (again.Duplicates, again.Changed));
        var redelivered = limited.Next.Ingest(new("0", 0, T0), At(1), Many(EventType.Copy, 3), Limit);
        Assert.False(redelivered.Changed);
    }

    private static ScoringResult Take(SessionRecord record, params ProctoringEvent[] events)
    {
        var next = record.Positions is [var last] ? last.SequenceNumber + 1 : 0;
        return record.Ingest(new("0", next, T0.AddSeconds(next)), events.Max(e => e.OccurredAt).AddSeconds(1), events, Limit);
    }
}
