using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Proctoring.Local.EventHubs;
using Proctoring.Local.Tests.Host;

namespace Proctoring.Local.Tests.EventHubs;

/// <summary>How long the log keeps what was handled.</summary>
public sealed class StreamTrimTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();

    [Fact]
    public async Task SequenceNumbersGoOnThoughAllOlderSegmentsAreGone()
    {
        using (var hub = Open(partitions: 2, segmentSize: 300))
        {
            for (var i = 0; i < 10; i++) await hub.SendAsync([new EventData(new byte[200])], new SendEventOptions { PartitionId = i < 3 ? "1" : "0" });
            hub.Trim(TimeSpan.Zero, 1);
            Assert.Single(LogFiles());
        }

        using var again = Open(partitions: 2);

        Assert.Equal((3, 3), (again.Log.Partitions[1].State.FirstSequenceNumber, again.Log.Partitions[1].State.NextSequenceNumber));
        Assert.Equal(7, again.Log.Partitions[0].State.NextSequenceNumber);
    }

    [Fact]
    public async Task OldSegmentsGoOnceEveryGroupHasHandledThem()
    {
        using var hub = Open(segmentSize: 1000);
        var (fast, slow) = (hub.Group("fast"), hub.Group("slow"));
        for (var i = 0; i < 50; i++) await hub.SendAsync([new EventData(new byte[200])], null);
        var segments = LogFiles().Length;
        fast.Save(0, new(50, 0));

        hub.Trim(TimeSpan.Zero, 1);
        Assert.Equal(segments, LogFiles().Length);

        slow.Save(0, new(25, 0));
        hub.Trim(TimeSpan.FromHours(1), segments);
        Assert.Equal(segments, LogFiles().Length);
        hub.Trim(TimeSpan.FromHours(1), segments - 1);
        Assert.Equal(segments - 1, LogFiles().Length);
        hub.Trim(TimeSpan.Zero, segments);

        Assert.InRange(LogFiles().Length, 2, segments - 2);
        var left = await ReadAllAsync(hub);
        Assert.InRange(left[0].SequenceNumber, 1, 25);
        Assert.Equal(49, left[^1].SequenceNumber);
        // A checkpoint of what is gone means: from the beginning of what is there.
        Assert.Equal(left[0].SequenceNumber, new PartitionReader(hub.Log, 0, new(1, 0)).Handled.NextSequenceNumber);
    }

    [Fact]
    public async Task AGroupThatNobodyReadsForSinceARestartKeepsItsMessages()
    {
        using (var hub = Open(segmentSize: 1000))
        {
            for (var i = 0; i < 50; i++) await hub.SendAsync([new EventData(new byte[200])], null);
            hub.Group("slow").Save(0, new(1, 0));
        }
        var segments = LogFiles().Length;

        using var again = Open(segmentSize: 1000);
        again.Trim(TimeSpan.Zero, 1);

        Assert.Equal(segments, LogFiles().Length);
        Assert.Equal(0, again.Log.Partitions[0].State.FirstSequenceNumber);
    }

    [Fact]
    public async Task WithoutAnyGroupOnlyTheAgeCounts()
    {
        using var hub = Open(segmentSize: 1000);
        for (var i = 0; i < 50; i++) await hub.SendAsync([new EventData(new byte[200])], null);
        var segments = LogFiles().Length;

        hub.Trim(TimeSpan.FromHours(1), 1);
        Assert.Equal(segments, LogFiles().Length);
        hub.Trim(TimeSpan.Zero, segments);
        Assert.Single(LogFiles());
    }

    Hub Open(int partitions = 1, long segmentSize = 1 << 20) => new(_folder, "events", partitions, TimeProvider.System, segmentSize);

    string[] LogFiles() => Directory.GetFiles(_folder, "*.log");

    static async Task<List<EventData>> ReadAllAsync(Hub hub, int partition = 0)
    {
        var reader = new PartitionReader(hub.Log, partition, null);
        var messages = new List<EventData>();
        while (reader.Handled.NextSequenceNumber < hub.Log.Partitions[partition].State.NextSequenceNumber) messages.AddRange(await reader.ReadAsync(7, CancellationToken.None));
        return messages;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
