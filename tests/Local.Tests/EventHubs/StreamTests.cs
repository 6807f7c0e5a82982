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
        // Its length takes two bytes.
        sent.Properties["long"] = new string('x', 300);

        await hub.SendAsync([sent], new SendEventOptions { PartitionKey = "ключ" });
        var message = Assert.Single(await ReadAllAsync(hub));

        Assert.Equal("""{"a":1}""", message.EventBody.ToString());
        Assert.Equal(("m", "c", "application/json"), (message.MessageId, message.CorrelationId, message.ContentType));
        Assert.Equal("ключ", message.PartitionKey);
        Assert.Equal(values, values.Select(value => message.Properties[value.GetType().Name]));
        Assert.Equal(300, ((string)message.Properties["long"]).Length);
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

    /// <summary>Another hash in a later version would spread what a key has sent over two partitions.</summary>
    [Theory]
    [InlineData("", 1)]
    [InlineData("session", 4)]
    [InlineData("01J8Z", 0)]
    [InlineData("ключ", 20)]
    [InlineData("key 7", 22)]
    public async Task AKeyStaysInItsPartitionForEver(string key, int partition)
    {
        using var hub = Open(partitions: 32);

        await hub.SendAsync([new EventData("x")], new SendEventOptions { PartitionKey = key });

        Assert.Equal(partition, hub.Log.Partitions.Single(one => one.State.NextSequenceNumber == 1).Id);
    }

    [Fact]
    public async Task ASendOfNothingIsDone()
    {
        using var hub = Open();

        await hub.SendAsync([], null);

        Assert.Equal(0, hub.Log.Partitions[0].State.NextSequenceNumber);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../events")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("line\n")]
    public void ANameThatIsNoneIsRefused(string name)
    {
        using var hub = Open();

        Assert.Throws<ArgumentException>(() => hub.Group(name));
        Assert.Throws<ArgumentException>(() => new Hub(Path.Combine(_folder, "other"), name, 1, TimeProvider.System));
        Assert.False(Directory.Exists(Path.Combine(_folder, "other")));
    }

    [Fact]
    public async Task TheTimesOfAPartitionDoNotGoBackThoughTheClockDoes()
    {
        var clock = new SetClock(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
        using (var hub = new Hub(_folder, "events", 1, clock))
        {
            await hub.SendAsync([new EventData("one")], null);
            clock.Now -= TimeSpan.FromHours(1);
            await hub.SendAsync([new EventData("two")], null);
        }
        using var again = new Hub(_folder, "events", 1, clock);
        await again.SendAsync([new EventData("three")], null);
        clock.Now += TimeSpan.FromHours(2);
        await again.SendAsync([new EventData("four")], null);

        Assert.Equal([12, 12, 12, 13], (await ReadAllAsync(again)).Select(message => message.EnqueuedTime.Hour));
        Assert.Equal(clock.Now.UtcTicks, again.Log.Partitions[0].State.LastTicks);
    }

    [Fact]
    public async Task ABatchHoldsFourMegabytesAtMost()
    {
        using var hub = Open();
        for (var i = 0; i < 6; i++) await hub.SendAsync([new EventData(new byte[1_000_000])], null);
        var reader = new PartitionReader(hub.Log, 0, null);

        Assert.Equal(4, (await reader.ReadAsync(10, CancellationToken.None)).Length);
        Assert.Equal(2, (await reader.ReadAsync(10, CancellationToken.None)).Length);
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
    public async Task ANewHubKeepsItsNumberOfPartitions()
    {
        DateTimeOffset created;
        using (var hub = Open(partitions: 3)) created = hub.CreatedOn;

        using var again = Open(partitions: 8);

        Assert.Equal((3, created), (again.Log.Partitions.Count, again.CreatedOn));
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

    sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
