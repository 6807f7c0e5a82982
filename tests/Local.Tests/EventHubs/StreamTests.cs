using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Proctoring.Local.EventHubs;
using Proctoring.Local.Tests.Host;

namespace Proctoring.Local.Tests.EventHubs;

/// <summary>The log itself: what is written and what is read.</summary>
public sealed class StreamTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();

    [Fact]
    public async Task AMessageComesBackAsItWasSent()
    {
        using var hub = Open();
        var sent = new EventData("""{"a":1}""") { MessageId = "m", CorrelationId = "c", ContentType = "application/json" };
        object[] values =
        [
            "text ü", true, (byte)1, (sbyte)-1, (short)-2, (ushort)2, -3, 3u, -4L, 4UL, 1.5f, 2.5, 3.5m, 'x', Guid.NewGuid(),
            new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromMinutes(1), new Uri("http://example.com/"),
        ];
        foreach (var value in values) sent.Properties[value.GetType().Name] = value;

        await hub.SendAsync([sent], new SendEventOptions { PartitionKey = "ключ" });
        var message = Assert.Single(await ReadAllAsync(hub));

        Assert.Equal("""{"a":1}""", message.EventBody.ToString());
        Assert.Equal(("m", "c", "application/json"), (message.MessageId, message.CorrelationId, message.ContentType));
        Assert.Equal("ключ", message.PartitionKey);
        Assert.Equal(values, values.Select(value => message.Properties[value.GetType().Name]));
        Assert.Equal(0, message.SequenceNumber);
        Assert.True(long.Parse(message.OffsetString!) >= 0);
        Assert.InRange(DateTimeOffset.UtcNow - message.EnqueuedTime, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task AnEmptyBodyComesBackEmpty()
    {
        using var hub = Open();

        await hub.SendAsync([new EventData(ReadOnlyMemory<byte>.Empty)], null);

        Assert.Empty(Assert.Single(await ReadAllAsync(hub)).Body.ToArray());
    }

    [Fact]
    public async Task APropertyOfAnotherTypeIsRefused()
    {
        using var hub = Open();
        var message = new EventData("x") { Properties = { ["list"] = new List<int>() } };

        await Assert.ThrowsAsync<System.Runtime.Serialization.SerializationException>(() => hub.SendAsync([message], null));
    }

    [Fact]
    public async Task MessagesOfAKeyStayInOrderInOnePartition()
    {
        using var hub = Open(partitions: 4);
        for (var i = 0; i < 200; i++) await hub.SendAsync([new EventData($"{i}")], new SendEventOptions { PartitionKey = $"key {i % 20}" });

        var partitions = new List<List<EventData>>();
        for (var id = 0; id < 4; id++) partitions.Add(await ReadAllAsync(hub, id));

        Assert.All(partitions, messages => Assert.Equal(Enumerable.Range(0, messages.Count), messages.Select(message => (int)message.SequenceNumber)));
        for (var key = 0; key < 20; key++)
        {
            var of = partitions.Single(messages => messages.Any(message => message.PartitionKey == $"key {key}"));
            Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i * 20 + key}"),
                of.Where(message => message.PartitionKey == $"key {key}").Select(message => message.EventBody.ToString()));
        }
        Assert.All(partitions, messages => Assert.NotEmpty(messages));
    }

    [Fact]
    public async Task MessagesWithoutKeyAreSpreadAndOneSendStaysTogether()
    {
        using var hub = Open(partitions: 2);

        for (var i = 0; i < 4; i++) await hub.SendAsync([new EventData($"{i}a"), new EventData($"{i}b")], null);

        var one = (await ReadAllAsync(hub, 0)).Select(message => message.EventBody.ToString()).ToList();
        var two = (await ReadAllAsync(hub, 1)).Select(message => message.EventBody.ToString()).ToList();
        Assert.Equal(4, one.Count);
        Assert.Equal(4, two.Count);
        Assert.All(one.Concat(two).Chunk(2), pair => Assert.Equal(pair[0].Replace('a', 'b'), pair[1]));
    }

    [Fact]
    public async Task ManySendersAtOnceLoseNothing()
    {
        using var hub = Open(partitions: 2, segmentSize: 64 * 1024);
        var body = new byte[300];

        await Task.WhenAll(Enumerable.Range(0, 32).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                await hub.SendAsync([new EventData(body) { Properties = { ["id"] = sender * 50 + i } }], new SendEventOptions { PartitionKey = $"{sender}" });
        })));

        var messages = (await ReadAllAsync(hub, 0)).Concat(await ReadAllAsync(hub, 1)).ToList();
        Assert.Equal(Enumerable.Range(0, 1600), messages.Select(message => (int)message.Properties["id"]).Order());
        Assert.All(messages.GroupBy(message => message.PartitionKey), of =>
            Assert.Equal(of.Select(message => (int)message.Properties["id"]).Order(), of.Select(message => (int)message.Properties["id"])));
        Assert.True(LogFiles().Length > 2, "there are several segments");
    }

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
    public async Task ANewHubKeepsItsNumberOfPartitions()
    {
        using (var hub = Open(partitions: 3)) await hub.SendAsync([new EventData("x")], null);

        using var again = Open(partitions: 8);

        Assert.Equal(3, again.Log.Partitions.Count);
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
