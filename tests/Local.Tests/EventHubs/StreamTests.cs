using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Proctoring.Local.EventHubs;
using Proctoring.Local.Tests.Host;

namespace Proctoring.Local.Tests.EventHubs;

/// <summary>The log itself: what is written, what is read, and what a crash leaves.</summary>
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
        Assert.Equal("0", message.OffsetString);
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
        Assert.True(Directory.GetFiles(_folder, "*.log", SearchOption.AllDirectories).Length > 2, "there are several segments");
    }

    [Fact]
    public async Task WhatWasConfirmedIsThereAfterARestart()
    {
        using (var hub = Open())
            for (var i = 0; i < 10; i++) await hub.SendAsync([new EventData($"{i}")], null);

        using var again = Open();
        await again.SendAsync([new EventData("10")], null);

        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"{i}"), (await ReadAllAsync(again)).Select(message => message.EventBody.ToString()));
    }

    [Theory]
    [InlineData(1)] // of the last record, one byte is missing
    [InlineData(40)] // half its payload
    [InlineData(90)] // all but a part of its header
    public async Task ATornRecordAtTheEndIsCutOff(int missing)
    {
        using (var hub = Open())
            for (var i = 0; i < 3; i++) await hub.SendAsync([new EventData(new byte[80])], null);
        using (var log = File.OpenWrite(LogFile())) log.SetLength(log.Length - missing);

        using var again = Open();
        Assert.Equal(2, (await ReadAllAsync(again)).Count);
        await again.SendAsync([new EventData("next")], null);

        var messages = await ReadAllAsync(again);
        Assert.Equal([0L, 1L, 2L], messages.Select(message => message.SequenceNumber));
        Assert.Equal("next", messages[^1].EventBody.ToString());
    }

    [Fact]
    public async Task ADamagedRecordAtTheEndIsCutOff()
    {
        using (var hub = Open())
            for (var i = 0; i < 3; i++) await hub.SendAsync([new EventData(new byte[80])], null);
        using (var log = File.OpenWrite(LogFile()))
        {
            log.Seek(-10, SeekOrigin.End);
            log.WriteByte(0xFF);
        }

        using var again = Open();

        Assert.Equal(2, (await ReadAllAsync(again)).Count);
    }

    [Fact]
    public async Task GarbageAfterTheEndIsCutOff()
    {
        using (var hub = Open()) await hub.SendAsync([new EventData("one")], null);
        await File.AppendAllTextAsync(LogFile(), new string('x', 5000));

        using var again = Open();
        await again.SendAsync([new EventData("two")], null);

        Assert.Equal(["one", "two"], (await ReadAllAsync(again)).Select(message => message.EventBody.ToString()));
    }

    [Fact]
    public async Task ANewHubKeepsItsNumberOfPartitions()
    {
        using (var hub = Open(partitions: 3)) await hub.SendAsync([new EventData("x")], null);

        using var again = Open(partitions: 8);

        Assert.Equal(3, again.Partitions.Count);
    }

    [Fact]
    public async Task OldSegmentsGoOnceEveryGroupHasHandledThem()
    {
        using var hub = Open(segmentSize: 1000);
        var (fast, slow) = (hub.Group("fast"), hub.Group("slow"));
        for (var i = 0; i < 50; i++) await hub.SendAsync([new EventData(new byte[200])], null);
        var segments = Directory.GetFiles(Path.GetDirectoryName(LogFile())!, "*.log").Length;
        var end = hub.Partitions[0].End;
        fast.Save(0, new(end.Offset, end.NextSequenceNumber));

        hub.Trim(TimeSpan.Zero);
        Assert.Equal(segments, Directory.GetFiles(_folder, "*.log", SearchOption.AllDirectories).Length);

        using (var reader = new PartitionReader(hub.Partitions[0], null))
        {
            while (reader.Next.SequenceNumber < 25) await reader.ReadAsync(5, CancellationToken.None);
            slow.Save(0, reader.Next);
        }
        hub.Trim(TimeSpan.FromHours(1));
        Assert.Equal(segments, Directory.GetFiles(_folder, "*.log", SearchOption.AllDirectories).Length);
        hub.Trim(TimeSpan.Zero);

        Assert.InRange(Directory.GetFiles(_folder, "*.log", SearchOption.AllDirectories).Length, 2, segments - 1);
        var left = await ReadAllAsync(hub);
        Assert.InRange(left[0].SequenceNumber, 1, 25);
        Assert.Equal(49, left[^1].SequenceNumber);
        // A place that is gone means: from the beginning of what is there.
        using var late = new PartitionReader(hub.Partitions[0], new(0, 0));
        Assert.Equal(left[0].SequenceNumber, late.Next.SequenceNumber);
    }

    [Fact]
    public async Task ACheckpointThatOutlivedItsLogIsNotBelieved()
    {
        using (var hub = Open())
        {
            for (var i = 0; i < 20; i++) await hub.SendAsync([new EventData(new byte[50])], null);
            var end = hub.Partitions[0].End;
            hub.Group("g").Save(0, new(end.Offset, end.NextSequenceNumber));
        }
        foreach (var file in Directory.GetFiles(_folder, "*.log", SearchOption.AllDirectories)) File.Delete(file);

        using var again = Open();
        await again.SendAsync([new EventData("new")], null);
        using var reader = new PartitionReader(again.Partitions[0], again.Group("g")[0]);

        Assert.Equal("new", Assert.Single(await reader.ReadAsync(10, CancellationToken.None)).EventBody.ToString());
    }

    [Fact]
    public void ACheckpointThatWasHalfWrittenLeavesTheOneBefore()
    {
        var file = Path.Combine(_folder, "g.checkpoint");
        using (var store = new CheckpointStore(file, 2))
        {
            store.Save(1, new(100, 1));
            store.Save(1, new(200, 2));
        }
        using (var store = new CheckpointStore(file, 2)) Assert.Equal(new(200, 2), store[1]);
        // The second save of partition 1 went to the first of its two slots.
        using (var bytes = File.OpenWrite(file))
        {
            bytes.Position = 2 * 32 + 8;
            bytes.WriteByte(0xFF);
        }

        using var again = new CheckpointStore(file, 2);

        Assert.Equal(new(100, 1), again[1]);
        Assert.Null(again[0]);
    }

    Hub Open(int partitions = 1, long segmentSize = 1 << 20) => new(_folder, "events", partitions, TimeProvider.System, segmentSize);

    string LogFile() => Directory.GetFiles(_folder, "*.log", SearchOption.AllDirectories).Order().First();

    static async Task<List<EventData>> ReadAllAsync(Hub hub, int partition = 0)
    {
        var log = hub.Partitions[partition];
        using var reader = new PartitionReader(log, null);
        var messages = new List<EventData>();
        while (reader.Next.Offset < log.End.Offset) messages.AddRange(await reader.ReadAsync(7, CancellationToken.None));
        return messages;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
