using Proctoring.Domain.Events;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Sessions.SessionCommand;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

public sealed class IngestTests
{
    [Fact]
    public void AResendByNumberIsDroppedEvenWithAnotherId()
    {
        var record = Running().Receive(Event(EventType.NoFace, id: "a", seq: 5)).Next;

        var again = record.Receive(Event(EventType.NoFace, id: "b", seq: 5), Event(EventType.NoFace, id: "c", seq: 6));

        Assert.Equal((1, "c"), (again.Duplicates, Assert.Single(again.Scored).Event.Id.Value));
    }

    [Fact]
    public void AResendByIdIsDroppedEvenWithoutANumber()
    {
        var record = Running().Receive(Event(EventType.NoFace, id: "a")).Next;

        var again = record.Receive(Event(EventType.NoFace, id: "a"));

        Assert.Equal((1, false), (again.Duplicates, again.Changed));
        Assert.Same(record, again.Next);
    }

    [Fact]
    public void AResendByIdIsDroppedEvenUnderAnotherNumber()
    {
        var record = Running().Receive(Event(EventType.NoFace, id: "a", seq: 5)).Next;

        var again = record.Receive(Event(EventType.NoFace, id: "a", seq: 6));

        Assert.Equal((1, false), (again.Duplicates, again.Changed));
    }

    [Fact]
    public void ADuplicateWithinAMessageIsDropped() =>
        Assert.Single(Running().Receive(Event(EventType.NoFace, id: "a"), Event(EventType.NoFace, id: "a")).Scored);

    [Fact]
    public void AnEventOfASessionThatHasNotStartedIsSetAside()
    {
        var record = SessionRecord.Schedule(Plan(), Proctor, T0).Record;

        foreach (var waiting in new[] { record, record.After(new CheckIn(Candidate, T0)) })
        {
            var result = waiting.Receive(Event(EventType.NoFace));
            Assert.Equal("session not started", Assert.Single(result.DeadLetters).Reason);
            Assert.Same(waiting, result.Next);
        }
    }

    [Fact]
    public void AnEventReceivedBeforeTheEndIsScoredAfterIt()
    {
        var result = Running().After(new Submit(Candidate, At(10))).Receive(At(10), Event(EventType.NoFace, 599));

        Assert.Single(result.Scored);
        Assert.Equal(90, result.Next.Integrity.Score);
    }

    [Fact]
    public void AnEventReceivedAfterTheEndIsSetAside()
    {
        var result = Running().After(new Submit(Candidate, At(10))).Receive(At(10).AddTicks(1), Event(EventType.NoFace, 599));

        Assert.Equal("session ended", Assert.Single(result.DeadLetters).Reason);
        Assert.False(result.Changed);
    }

    [Fact]
    public void AResendAfterTheEndIsNotSetAside()
    {
        var e = Event(EventType.NoFace, 599);
        var ended = Running().Receive(e).Next.After(new Submit(Candidate, At(10)));

        var result = ended.Receive(At(11), e);

        Assert.Empty(result.DeadLetters);
        Assert.Equal(1, result.Duplicates);
    }

    [Fact]
    public void AnEventReceivedBeforeTheEndIsScoredAfterTheScoreWasFinalWhichItIsNotAnyMore()
    {
        var final = Running().After(new Submit(Candidate, At(10))).After(new FinalizeSession(Actor.System, At(10)));
        var reviewed = final.After(new Review(Proctor, At(20), ReviewDecision.Confirmed));

        foreach (var record in new[] { final, reviewed })
        {
            var late = record.Receive(At(9), Event(EventType.NoFace));
            var again = late.Next.Receive(At(10), Event(EventType.NoFace, 5));

            Assert.Equal((90, 80), (late.Next.Integrity.Score, again.Next.Integrity.Score));
            Assert.Equal(late.Next.Positions[0].EnqueuedAt, Assert.IsType<SessionFact.LateEventsScored>(Assert.Single(late.Facts)).At);
            Assert.Empty(again.Facts);
            Assert.Equal("session ended", Assert.Single(again.Next.Receive(At(10).AddTicks(1), Event(EventType.NoFace, 6)).DeadLetters).Reason);
            var finalAgain = again.Next.After(new FinalizeSession(Actor.System, At(30)));
            Assert.Equal((1, 2), (record.Finals, finalAgain.Finals));
            Assert.Equal(record.Session, finalAgain.Session);
            Assert.Empty(Assert.IsType<Decision.Accepted>(finalAgain.Decide(new FinalizeSession(Actor.System, At(31)))).Facts);
        }
    }

    [Fact]
    public void AScoreThatIsNotFinalAnyMoreCannotBeReviewed()
    {
        var final = Running().After(new Submit(Candidate, At(10))).After(new FinalizeSession(Actor.System, At(10)));

        var late = final.Receive(At(9), Event(EventType.NoFace)).Next;

        Assert.Equal("not-final", Assert.IsType<Decision.Refused>(late.Decide(new Review(Proctor, At(20), ReviewDecision.Cleared))).Refusal.Code);
    }

    [Fact]
    public void NothingIsScoredOfASessionThatNeverStarted()
    {
        var cancelled = SessionRecord.Schedule(Plan(), Proctor, T0).Record.After(new Terminate(Proctor, At(10), "ill"));

        Assert.Equal("session ended", Assert.Single(cancelled.Receive(At(9), Event(EventType.NoFace)).DeadLetters).Reason);
    }

    [Fact]
    public void EventsOfAPauseAreKeptAndCostNothing()
    {
        var paused = Running().After(new Pause(Proctor, At(10), "fire alarm"));

        var result = paused.Receive(At(11), Event(EventType.NoFace, 650), Event(EventType.TabSwitch, 651));

        Assert.Equal([(0, "NO_FACE: 0 points, paused"), (0, "TAB_SWITCH: 0 points, paused")], result.Scored.Select(e => (e.Deduction, e.Reason)));
        Assert.Equal((100, 2, "no tab switch"), (result.Next.Integrity.Score, result.Next.Scorecard.Total, result.Next.Risk.Components[0].Why));
        Assert.Empty(result.NewAlerts);
    }

    [Fact]
    public void APauseCountsByWhenAnEventWasReceivedNotByWhenItsTurnCame()
    {
        var paused = Running().After(new Pause(Proctor, At(10), "fire alarm"));
        var resumed = paused.After(new Resume(Proctor, At(20)));

        Assert.Equal(10, paused.Receive(At(9.9), Event(EventType.NoFace)).Scored[0].Deduction);
        Assert.Equal(0, resumed.Receive(At(19.9), Event(EventType.NoFace)).Scored[0].Deduction);
        Assert.Equal(10, resumed.Receive(At(20), Event(EventType.NoFace)).Scored[0].Deduction);
    }

    [Fact]
    public void AnEventReceivedInTheLastPauseCostsNothingAfterTheEnd()
    {
        var ended = Running().After(new Pause(Proctor, At(10), "fire alarm")).After(new Terminate(Proctor, At(20), "fire"));

        Assert.All([15, 20], minute => Assert.Equal(0, ended.Receive(At(minute), Event(EventType.NoFace)).Scored[0].Deduction));
        Assert.Equal(10, ended.Receive(At(9), Event(EventType.NoFace)).Scored[0].Deduction);
    }

    [Fact]
    public void TheLatestSixtyFourPausesAreRemembered()
    {
        var record = Running(Plan(minutes: 600));
        for (var n = 1; n <= 70; n++)
            record = record.After(new Pause(Proctor, At(2 * n), "fire alarm")).After(new Resume(Proctor, At(2 * n + 1)));

        Assert.Equal(Enumerable.Range(7, 64).Select(n => new PausedTime(At(2 * n), At(2 * n + 1))), record.Pauses);
    }

    [Fact]
    public void AnEventIsLateAfterFiveMinutes()
    {
        var scored = Running().Receive(At(6), Event(EventType.NoFace, 60), Event(EventType.NoFace, 59.999)).Scored;

        Assert.Equal([false, true], scored.Select(e => e.Late));
        Assert.All(scored, e => Assert.Equal(At(6), e.ReceivedAt));
    }

    [Fact]
    public void ASignOfLifeIsRemembered()
    {
        var record = Running();
        Assert.Equal(T0, record.LastSeen);

        record = record.Receive(At(3), Event(EventType.Heartbeat)).Next;
        Assert.Equal(At(3), record.LastSeen);

        // Servers' clocks differ, and messages overtake each other.
        record = record.Receive(At(2), Event(EventType.Heartbeat, 1)).Next;
        Assert.Equal(At(3), record.LastSeen);

        var resumed = record.After(new Pause(Proctor, At(2.5), "fire alarm")).After(new Resume(Proctor, At(2.9)));
        Assert.Equal(At(3), resumed.LastSeen);

        // What others do says nothing of the candidate; that somebody let it go on does.
        record = record.After(new Pause(Proctor, At(4), "fire alarm"));
        Assert.Equal(At(3), record.LastSeen);
        Assert.Equal(At(30), record.After(new Resume(Proctor, At(30))).LastSeen);
    }

    [Fact]
    public void MissingNumbersAreKnown()
    {
        int[] numbers = [1, 2, 3, 7, 8, 5, 12];

        var seen = Running().Receive([.. numbers.Select(n => Event(EventType.Heartbeat, seq: n))]).Next.Seen;

        Assert.Equal((3, 12), (seen.UpToSeq, seen.HighestSeq));
        Assert.Equal([(4, 4), (6, 6), (9, 11)], seen.Missing);
    }

    [Fact]
    public void TheLastFourThousandIdsAreRemembered()
    {
        var record = Running();
        for (var i = 0; i < 5_000; i++)
            record = record.Receive(Event(EventType.Heartbeat, i, id: $"e{i}")).Next;

        Assert.Equal(SeenEvents.RememberedIds * sizeof(ulong), record.Seen.IdsToBytes().Length);
        foreach (var reloaded in new[] { record, SessionRecord.FromJson(record.Plan, record.ToJson(), record.Seen.IdsToBytes(), record.Seen.IdCount) })
        {
            Assert.Equal(0, reloaded.Receive(Event(EventType.Heartbeat, id: $"e{5_000 - SeenEvents.RememberedIds - 1}")).Duplicates);
            for (var i = 5_000 - SeenEvents.RememberedIds; i < 5_000; i++)
                Assert.Equal(1, reloaded.Receive(Event(EventType.Heartbeat, id: $"e{i}")).Duplicates);
        }
    }

    [Theory]
    [InlineData(12, 2)]
    [InlineData(16, 1)]
    [InlineData((SeenEvents.RememberedIds + 1) * sizeof(ulong), 5_000)]
    public void WhatCannotBeTheRememberedIdsIsRefused(int bytes, long count) =>
        Assert.Throws<FormatException>(() => SessionRecord.FromJson(Plan(), Running().ToJson(), new byte[bytes], count));

    [Fact]
    public void AnEarlierRecordIsNotTouchedByALaterOne()
    {
        var before = Running().Receive(Event(EventType.NoFace, seq: 1)).Next;
        var (json, ids) = (before.ToJson(), before.Seen.IdsToBytes());

        before.Receive(Many(EventType.MultipleFaces, 10));
        before.Receive(Event(EventType.TabSwitch, 5_000, seq: 9));

        Assert.Equal(json, before.ToJson());
        Assert.Equal(ids, before.Seen.IdsToBytes());
    }
}
