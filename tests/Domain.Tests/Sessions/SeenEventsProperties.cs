using FsCheck;
using FsCheck.Fluent;
using Proctoring.Domain.Events;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Sessions;

/// <summary>The ranges of running numbers, against a plain set.</summary>
public sealed class SeenEventsProperties
{
    [Fact]
    public void RangesKnowWhatASetKnows() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll<byte[]>(numbers =>
    {
        var record = Running();
        var set = new HashSet<int>();
        foreach (var (number, i) in numbers.Select((number, i) => (number % 64 + 1, i)))
        {
            var result = record.Receive(Event(EventType.Heartbeat, id: $"id-{i}", seq: number));
            Assert.Equal(set.Add(number), result.Duplicates == 0);
            record = result.Next;
        }

        var seen = record.Seen;
        Assert.Equal(set.DefaultIfEmpty().Max(), seen.HighestSeq);
        Assert.Equal(Enumerable.Range(1, 65).First(n => !set.Contains(n)) - 1, seen.UpToSeq);
        Assert.Equal(
            Enumerable.Range(1, seen.HighestSeq).Where(n => !set.Contains(n)),
            seen.Missing.SelectMany(gap => Enumerable.Range(gap.From, gap.To - gap.From + 1)));
    }));

    [Fact]
    public void TheHighestNumberThereIsIsANumberLikeAnyOther()
    {
        var seen = Running().Receive(Event(EventType.Heartbeat, seq: int.MaxValue), Event(EventType.Heartbeat, seq: int.MaxValue - 1)).Next.Seen;

        Assert.Equal([(1, int.MaxValue - 2)], seen.Missing);
    }
}
