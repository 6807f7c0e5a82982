using Proctoring.Domain.Events;
using Proctoring.Domain.Sessions;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>Running numbers with more gaps than a session remembers.</summary>
public sealed class RunningNumberTests
{
    [Fact]
    public void SparseNumbersAreScoredHoweverManyThereAre()
    {
        var record = Running();
        for (var n = 1; n <= 5_000; n++)
        {
            var result = record.Receive(Event(EventType.Heartbeat, n, seq: 3 * n));
            Assert.Empty(result.DeadLetters);
            record = result.Next;
        }

        Assert.Equal(5_000, record.Scorecard.Total);
        Assert.Equal(10_000, record.Seen.MissingCount);
        Assert.Equal(SeenEvents.MaxRanges, record.Seen.Missing.Count);
    }

    [Fact]
    public void OfTooManyGapsTheLowestIsForgottenAndNothingCountsTwice()
    {
        var full = Running().Ingest(new("0", 0, T0), At(1), [.. Enumerable.Range(1, 1_024).Select(n => Event(EventType.Heartbeat, seq: 3 * n))]).Next;
        Assert.Equal((2_048, 1_024), (full.Seen.MissingCount, full.Seen.Missing.Count));

        var record = full.Receive(Event(EventType.NoFace, id: "far", seq: 5_000)).Next;

        // 4 and 5 lay between 3 and 6: nobody can tell any more whether they came.
        Assert.Equal((1, 0), Outcome(record, 4));
        Assert.Equal((1, 0), Outcome(record, 5));
        Assert.Equal((1, 0), Outcome(record, 6));
        Assert.Equal((0, 1), Outcome(record, 2));
        Assert.Equal((0, 1), Outcome(record, 7));
        // They go on being missing: 2,048 below 3,072, and those between that and 5,000.
        Assert.Equal(2_048 + 1_927, record.Seen.MissingCount);
        Assert.DoesNotContain((4, 5), record.Seen.Missing);
    }

    [Fact]
    public void AForgottenGapIsNotTakenForArrived()
    {
        int[] numbers = [1, 2, .. Enumerable.Range(2, 1_025).Select(n => 3 * n)];
        var record = Running().Ingest(new("0", 0, T0), At(1), [.. numbers.Select(n => Event(EventType.Heartbeat, seq: n))]).Next;
        var read = SessionRecord.FromJson(record.Plan, record.ToJson(), record.Seen.IdsToBytes(), record.Seen.IdCount);

        // 3 to 5 were forgotten, and then 7 and 8.
        Assert.All([record, read], each => Assert.Equal((2, 3_078), (each.Seen.UpToSeq, each.Seen.HighestSeq)));
        Assert.All([record, read], each => Assert.Equal(3_078 - numbers.Length, each.Seen.MissingCount));
    }

    [Fact]
    public void WhatIsMissingBelowAForgottenGapIsMissingStill()
    {
        // 3, 6, 9 … and 5,000: 4 and 5 were forgotten. 7 and 8 make room, so that 1 comes without another being forgotten.
        int[] numbers = [.. Enumerable.Range(1, 1_024).Select(n => 3 * n), 5_000, 7, 8, 1];
        var record = numbers.Aggregate(Running(), (before, n) => before.Receive(Event(EventType.Heartbeat, id: $"n-{n}", seq: n)).Next);

        Assert.Equal(1, record.Seen.UpToSeq);
        Assert.Contains((2, 2), record.Seen.Missing);
    }

    [Fact]
    public void AGapThatIsForgottenLaterMayBeTheLowest()
    {
        // 12, 15, 18 … and 50,000: 13 and 14 were forgotten. 1 comes: so are 2 to 11.
        int[] numbers = [.. Enumerable.Range(4, 1_024).Select(n => 3 * n), 50_000, 1];
        var record = numbers.Aggregate(Running(), (before, n) => before.Receive(Event(EventType.Heartbeat, id: $"n-{n}", seq: n)).Next);

        Assert.Equal(1, record.Seen.UpToSeq);
        Assert.Equal(50_000 - numbers.Length, record.Seen.MissingCount);
    }

    private static (int Duplicates, int Scored) Outcome(SessionRecord record, int seq)
    {
        var result = record.Receive(Event(EventType.NoFace, 10, id: $"seq-{seq}", seq: seq));
        return (result.Duplicates, result.Scored.Count);
    }
}
