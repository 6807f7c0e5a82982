using Proctoring.Domain.Events;
using Proctoring.Domain.Scoring;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>Where in the stream a session has got to.</summary>
public sealed class PositionTests
{
    [Fact]
    public void ARedeliveredMessageChangesNothing()
    {
        var first = Running().Ingest(new("3", 7, At(1)), At(1), [Event(EventType.NoFace)]).Next;

        foreach (var (sequence, enqueued) in new[] { (7L, At(1)), (6L, At(0.5)) })
        {
            var again = first.Ingest(new("3", sequence, enqueued), At(1), [Event(EventType.NoFace), Event(EventType.Paste)]);
            Assert.Same(first, again.Next);
            Assert.False(again.Changed);
            Assert.Empty(again.Scored);
        }
    }

    [Fact]
    public void AHubMadeAnewCountsFromZeroAgain()
    {
        var first = Running().Ingest(new("3", 7, At(1)), At(1), [Event(EventType.NoFace)]).Next;

        var next = first.Ingest(new("3", 0, At(2)), At(2), [Event(EventType.Paste)]);

        Assert.Single(next.Scored);
        Assert.Equal([new StreamPosition("3", 0, At(2))], next.Next.Positions);
    }

    [Fact]
    public void EachPartitionHasItsPosition()
    {
        var record = Running().Ingest(new("3", 7, At(1)), At(1), [Event(EventType.NoFace)]).Next;

        var next = record.Ingest(new("4", 2, At(1)), At(1), [Event(EventType.Paste)]);

        Assert.Single(next.Scored);
        Assert.Equal([new StreamPosition("3", 7, At(1)), new StreamPosition("4", 2, At(1))], next.Next.Positions);

        var later = next.Next.Ingest(new("3", 8, At(2)), At(2), [Event(EventType.Copy)]);
        Assert.Equal([new StreamPosition("4", 2, At(1)), new StreamPosition("3", 8, At(2))], later.Next.Positions);
    }

    [Fact]
    public void OfManyPartitionsTheLatestAreRemembered()
    {
        var record = Running();
        for (var n = 0; n < 70; n++)
            record = record.Ingest(new($"{n}", 5, At(1)), At(1), [Event(EventType.Heartbeat, n)]).Next;

        Assert.Equal(Enumerable.Range(6, 64).Select(n => new StreamPosition($"{n}", 5, At(1))), record.Positions);
    }
}
