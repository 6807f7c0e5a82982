using Azure.Messaging.EventHubs;
using Proctoring.Local.EventHubs;
using Proctoring.Local.Tests.Host;

namespace Proctoring.Local.Tests.EventHubs;

/// <summary>What senders are told when the disk has not got their messages, and how the log goes on.</summary>
public sealed class StreamDiskTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();
    readonly TroubledDisk _disk = new();

    [Fact]
    public async Task NoMessageIsConfirmedOrReadBeforeItIsFlushed()
    {
        using var hub = Open();
        _disk.HoldFlushes();
        var sent = hub.SendAsync([new EventData("one")], null);
        var first = await Task.WhenAny(sent, _disk.Flushing);
        var visible = hub.Log.Partitions[0].State.NextSequenceNumber;
        _disk.LetFlushesGo();
        await sent;

        Assert.Same(_disk.Flushing, first);
        Assert.Equal(0, visible);
        Assert.Equal(["one"], await BodiesAsync(hub));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatTheDiskDoesNotTakeIsRefusedAndTheNextMessagesGoOn(bool isFull)
    {
        using (var hub = Open())
        {
            await hub.SendAsync([new EventData("one")], null);
            SetTrouble(isFull, true);
            for (var i = 0; i < 3; i++)
                await Assert.ThrowsAsync<IOException>(() => hub.SendAsync([new EventData(new byte[300]), new EventData("refused"), new EventData("refused")], null));
            SetTrouble(isFull, false);
            await hub.SendAsync([new EventData("two")], null);

            Assert.Equal(["one", "two"], await BodiesAsync(hub));
        }

        // Nor does the next start find anything else.
        using var again = Open();
        await again.SendAsync([new EventData("three")], null);
        Assert.Equal(["one", "two", "three"], await BodiesAsync(again));
    }

    [Fact]
    public async Task WhatWasRefusedWithoutHavingBeenFlushedIsNotThereAfterAKill()
    {
        using var hub = Open();
        _disk.FailsToFlush = true;
        await Assert.ThrowsAsync<IOException>(() => hub.SendAsync([new EventData("1"), new EventData("2"), new EventData("3")], null));
        _disk.FailsToFlush = false;
        // As long as the first of those that were refused: the others would be read behind it.
        await hub.SendAsync([new EventData("4")], null);

        using var left = new Hub(Copy(), "events", 1, TimeProvider.System);

        Assert.Equal(["4"], await BodiesAsync(left));
    }

    [Fact]
    public async Task ANewSegmentThatDoesNotFitIsTriedAgain()
    {
        using (var hub = Open(segmentSize: 500))
        {
            await hub.SendAsync([new EventData(new string('a', 600))], null);
            _disk.IsFull = true;
            await Assert.ThrowsAsync<IOException>(() => hub.SendAsync([new EventData("refused")], null));
            Assert.Single(Directory.GetFiles(_folder, "*.log"));
            _disk.IsFull = false;
            await hub.SendAsync([new EventData("two")], null);
        }

        using var again = Open(segmentSize: 500);
        Assert.Equal([new string('a', 600), "two"], await BodiesAsync(again));
    }

    [Fact]
    public async Task WhatWaitsAtAStopIsConfirmed()
    {
        var hub = Open();
        _disk.HoldFlushes();
        var first = hub.SendAsync([new EventData("one")], null);
        await _disk.Flushing;
        var second = hub.SendAsync([new EventData("two")], null);
        var stop = Task.Run(hub.Dispose);
        await HubThatStopsAsync(hub);
        _disk.LetFlushesGo();
        await Task.WhenAll(first, second, stop).WaitAsync(TimeSpan.FromMinutes(1));

        using var again = Open();
        Assert.Equal(["one", "two"], await BodiesAsync(again));
    }

    /// <summary>A write of nothing, refused from the moment on at which the stop has begun.</summary>
    static async Task HubThatStopsAsync(Hub hub)
    {
        await Eventually.True(() =>
        {
            try
            {
                _ = hub.Log.AppendAsync(new Append(0, new PooledBuffer()));
                return false;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        }, "it stops");
    }

    [Fact]
    public async Task ADiskThatIsTooFullToMakeRoomTakesAMessageAllTheSame()
    {
        using var hub = new Hub(_folder, "events", 1, TimeProvider.System, 1 << 20, new AlmostFullDisk());

        await hub.SendAsync([new EventData("one")], null);
        await hub.SendAsync([new EventData("two")], null);

        Assert.Equal(["one", "two"], await BodiesAsync(hub));
    }

    sealed class AlmostFullDisk : Disk
    {
        public override void Write(Microsoft.Win32.SafeHandles.SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
        {
            if (buffers.Sum(buffer => buffer.Length) > 1000) throw new IOException("No space left on device");
            base.Write(file, buffers, offset);
        }
    }

    [Fact]
    public void AHubThatCouldNotBeMadeIsMadeTheNextTime()
    {
        using var broker = new Broker(_folder, 1, TimeProvider.System);
        var inTheWay = Path.Combine(_folder, "events");
        File.WriteAllText(inTheWay, "");
        Assert.ThrowsAny<IOException>(() => broker["events"]);
        File.Delete(inTheWay);

        Assert.Equal("events", broker["events"].Name);
    }

    void SetTrouble(bool isFull, bool on) => (_disk.IsFull, _disk.FailsToFlush) = (isFull && on, !isFull && on);

    Hub Open(long segmentSize = 1 << 20) => new(_folder, "events", 1, TimeProvider.System, segmentSize, _disk);

    /// <summary>What a kill at this moment would leave.</summary>
    string Copy()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_folder, "copy")).FullName;
        foreach (var file in Directory.GetFiles(_folder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    static async Task<List<string>> BodiesAsync(Hub hub)
    {
        var reader = new PartitionReader(hub.Log, 0, null);
        var messages = new List<EventData>();
        while (reader.Handled.NextSequenceNumber < hub.Log.Partitions[0].State.NextSequenceNumber) messages.AddRange(await reader.ReadAsync(7, CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, messages.Count).Select(n => (long)n), messages.Select(message => message.SequenceNumber));
        return [.. messages.Select(message => message.EventBody.ToString())];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
