using Azure.Messaging.EventHubs;
using Proctoring.Local.EventHubs;
using Proctoring.Local.Host;
using Proctoring.Local.Tests.Host;

namespace Proctoring.Local.Tests.EventHubs;

/// <summary>What a crash leaves of the log, and what the next start makes of it.</summary>
public sealed class StreamCrashTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();

    [Fact]
    public async Task WhatWasConfirmedIsThereAfterARestart()
    {
        using (var hub = Open())
            for (var i = 0; i < 10; i++) await hub.SendAsync([new EventData($"{i}")], null);

        using var again = Open();
        await again.SendAsync([new EventData("10")], null);

        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"{i}"), (await ReadAllAsync(again)).Select(message => message.EventBody.ToString()));
    }

    [Fact]
    public async Task WhatACrashLeavesAtAnyMomentHoldsAllThatWasConfirmed()
    {
        using var hub = Open(partitions: 2, segmentSize: 200_000);
        var confirmed = new System.Collections.Concurrent.ConcurrentQueue<int>();
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            for (var i = sender; !stop.IsCancellationRequested; i += 8)
            {
                await hub.SendAsync([new EventData(new byte[i % 3000]) { Properties = { ["id"] = i } }], null);
                confirmed.Enqueue(i);
            }
        })).ToList();

        for (var crash = 0; crash < 10; crash++)
        {
            var known = confirmed.Count;
            await Eventually.True(() => confirmed.Count > known + 50, "more was sent");
            var before = confirmed.ToArray();
            // As the disk is at this moment: a copy while the log is being written, its files oldest first.
            var copy = Directory.CreateDirectory(Path.Combine(_folder, $"crash {crash}")).FullName;
            foreach (var file in Directory.GetFiles(_folder).Order()) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));

            using var left = new Hub(copy, "events", 2, TimeProvider.System);
            var ids = (await ReadAllAsync(left, 0)).Concat(await ReadAllAsync(left, 1)).Select(message => (int)message.Properties["id"]).ToHashSet();
            Assert.Empty(before.Except(ids));
            await left.SendAsync([new EventData("goes on")], null);
        }
        await stop.CancelAsync();
        await Task.WhenAll(senders);
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
    public async Task TheRoomThatAKillLeavesBehindTheRecordsIsUsedAgain()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_folder, "copy")).FullName;
        using (var hub = Open(segmentSize: 500))
        {
            for (var i = 0; i < 10; i++) await hub.SendAsync([new EventData($"{i:D200}")], null);
            // Room is made where the segment that is written to ends, and only there.
            Assert.Equal([false, true], LogFiles().Order().TakeLast(2).Select(file => new FileInfo(file).Length > 1 << 20));
            foreach (var file in Directory.GetFiles(_folder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        using var again = new Hub(copy, "events", 1, TimeProvider.System, 500);
        await again.SendAsync([new EventData("after")], null);

        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"{i:D200}"), "after"], (await ReadAllAsync(again)).Select(message => message.EventBody.ToString()));
    }

    [Fact]
    public async Task ASegmentWhoseMakingWasInterruptedIsMadeAgain()
    {
        using (var hub = Open()) await hub.SendAsync([new EventData("one")], null);
        var half = Path.Combine(_folder, "0000000000000009999.log");
        await File.WriteAllTextAsync(half, "abc");

        using var again = Open();

        Assert.False(File.Exists(half));
        Assert.Single(await ReadAllAsync(again));
    }

    [Fact]
    public async Task DamageBeforeTheEndStopsTheStartInsteadOfLosingWhatFollows()
    {
        using (var hub = Open(segmentSize: 500))
            for (var i = 0; i < 10; i++) await hub.SendAsync([new EventData(new byte[200])], null);
        using (var log = File.OpenWrite(LogFiles().Order().First()))
        {
            log.Seek(200, SeekOrigin.Begin);
            log.Write([.. Enumerable.Repeat((byte)0xFF, 100)]);
        }
        var files = LogFiles().Length;

        Assert.Throws<StartupException>(() => Open());
        Assert.Equal(files, LogFiles().Length);
    }

    [Theory]
    [InlineData(20)] // beyond the new log's end
    [InlineData(3)]
    public async Task ACheckpointThatOutlivedItsLogIsNotBelieved(int before)
    {
        using (var hub = Open())
        {
            for (var i = 0; i < 20; i++) await hub.SendAsync([new EventData(new byte[50])], null);
            var reader = new PartitionReader(hub.Log, 0, null);
            while (reader.Handled.NextSequenceNumber < before) await reader.ReadAsync(1, CancellationToken.None);
            hub.Group("g").Save(0, reader.Handled);
        }
        foreach (var file in LogFiles()) File.Delete(file);

        using var again = Open();
        for (var i = 0; i < 5; i++) await again.SendAsync([new EventData($"new {i}")], null);
        var late = new PartitionReader(again.Log, 0, again.Group("g")[0]);

        Assert.Equal("new 0", (await late.ReadAsync(10, CancellationToken.None))[0].EventBody.ToString());
    }

    [Fact]
    public void ACheckpointThatWasHalfWrittenLeavesTheOneBefore()
    {
        var file = Path.Combine(_folder, "g.checkpoint");
        using (var store = new CheckpointStore(file, 2))
        {
            store.Save(1, new(1, 100));
            store.Save(1, new(2, 200));
        }
        using (var store = new CheckpointStore(file, 2)) Assert.Equal(new(2, 200), store[1]);
        // The second save of partition 1 went to the first of its two slots.
        using (var bytes = File.OpenWrite(file))
        {
            bytes.Position = 2 * 32 + 8;
            bytes.WriteByte(0xFF);
        }

        using var again = new CheckpointStore(file, 2);

        Assert.Equal(new(1, 100), again[1]);
        Assert.Null(again[0]);
    }

    Hub Open(int partitions = 1, long segmentSize = 1 << 20) => new(_folder, "events", partitions, TimeProvider.System, segmentSize);

    string[] LogFiles() => Directory.GetFiles(_folder, "*.log");

    string LogFile() => LogFiles().Single();

    static async Task<List<EventData>> ReadAllAsync(Hub hub, int partition = 0)
    {
        var reader = new PartitionReader(hub.Log, partition, null);
        var messages = new List<EventData>();
        while (reader.Handled.NextSequenceNumber < hub.Log.Partitions[partition].State.NextSequenceNumber) messages.AddRange(await reader.ReadAsync(7, CancellationToken.None));
        return messages;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
