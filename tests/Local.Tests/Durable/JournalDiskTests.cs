using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Durable.Journal;

namespace Proctoring.Local.Tests.Durable;

/// <summary>A task hub whose disk takes its time, or takes nothing for a while.</summary>
public sealed class JournalDiskTests
{
    readonly TroubledDisk _disk = new();

    [Fact]
    public async Task NoRecordIsConfirmedOrAppliedBeforeItIsFlushed()
    {
        var folder = Path.Combine(Path.GetTempPath(), "durable-tests", Guid.NewGuid().ToString("N"));
        var state = new TaskHubState();
        await using (var journal = new HubJournal(folder, state, new LogCollector(), long.MaxValue, _disk))
        {
            _disk.HoldFlushes();
            var appended = journal.AppendAsync(new InstanceCreated("i", "e", "Name", null, null, null, DateTime.UtcNow));
            var first = await Task.WhenAny(appended, _disk.Flushing);
            var applied = state.Instances.Count;
            _disk.LetFlushesGo();
            await appended;

            Assert.Same(_disk.Flushing, first);
            Assert.Equal((0, 1), (applied, state.Instances.Count));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatTheDiskDoesNotTakeIsRefusedAndHasNoEffect(bool isFull)
    {
        await using var hub = HubFixture.Start(h => h.Orchestrator("Ask", async context => await context.WaitForExternalEvent<string>("answer")), disk: _disk);
        var id = await hub.StartAsync("Ask");
        await hub.Is(id, OrchestrationRuntimeStatus.Running);
        SetTrouble(isFull, true);
        for (var i = 0; i < 3; i++)
            Assert.Equal(StatusCode.Unknown, (await Assert.ThrowsAsync<RpcException>(() => hub.Client.RaiseEventAsync(id, "answer", "refused"))).StatusCode);
        Assert.Equal(StatusCode.Unknown, (await Assert.ThrowsAsync<RpcException>(() => hub.StartAsync("Ask", id: "refused"))).StatusCode);
        SetTrouble(isFull, false);
        await hub.Client.RaiseEventAsync(id, "answer", "taken");

        Assert.Equal("taken", (await hub.EndOf(id)).ReadOutputAs<string>());
        Assert.Null(await hub.Client.GetInstanceAsync("refused"));
        await using var next = hub.Crashed();
        Assert.Equal("taken", (await next.Find(id)).ReadOutputAs<string>());
        Assert.Null(await next.Client.GetInstanceAsync("refused"));
        Assert.DoesNotContain(next.Logs.Entries, entry => entry.Text.Contains("torn"));
    }

    [Fact]
    public async Task AnOrchestrationStandsStillWhileTheDiskIsFullAndThenGoesOnByItself()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Long", async context =>
            {
                var sum = 0;
                for (var n = 0; n < 5; n++) sum += await context.CallActivityAsync<int>("One", n);
                return sum;
            });
            h.Activity<int>("One", n =>
            {
                _disk.IsFull = n == 2;
                return Task.FromResult<object?>(1);
            });
        }, disk: _disk);

        var id = await hub.StartAsync("Long");
        await HubFixture.Until(() => Says(hub, LogLevel.Critical));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Find(id)).RuntimeStatus);
        _disk.IsFull = false;

        Assert.Equal(5, (await hub.EndOf(id)).ReadOutputAs<int>());
        Assert.Contains(hub.Logs.Entries, entry => entry.Text.Contains("written again"));
    }

    [Fact]
    public async Task AStopDoesNotWaitForSpace()
    {
        await using var hub = HubFixture.Start(h =>
        {
            h.Orchestrator("Long", async context => await context.CallActivityAsync<int>("One", 1));
            h.Activity<int>("One", _ =>
            {
                _disk.IsFull = true;
                return Task.FromResult<object?>(1);
            });
        }, disk: _disk);
        var id = await hub.StartAsync("Long");
        await HubFixture.Until(() => Says(hub, LogLevel.Critical));

        await hub.Hub.DisposeAsync();

        _disk.IsFull = false;
        await using var next = await hub.RestartedAsync(h =>
        {
            h.Orchestrator("Long", async context => await context.CallActivityAsync<int>("One", 1));
            h.Activity<int>("One", _ => Task.FromResult<object?>(1));
        });
        Assert.Equal(1, (await next.EndOf(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task ARewriteThatFailsLeavesTheJournalAsItWasAndIsMadeLater()
    {
        await using var hub = HubFixture.Start(
            h => h.Orchestrator("Quick", context => Task.FromResult<object?>(context.GetInput<string>())), compactAt: 10_000, disk: _disk);
        // A folder cannot be replaced by a file: the rewrite fails, and nothing else.
        Directory.CreateDirectory(hub.Journal + ".new");
        var ends = new List<OrchestrationMetadata>();
        while (!Says(hub, LogLevel.Warning)) ends.Add(await hub.RunAsync("Quick", new string('x', 500)));
        Directory.Delete(hub.Journal + ".new");
        var longest = new FileInfo(hub.Journal).Length;
        await hub.Client.PurgeInstanceAsync(ends[0].InstanceId);
        while (new FileInfo(hub.Journal).Length >= longest)
        {
            longest = new FileInfo(hub.Journal).Length;
            var end = await hub.RunAsync("Quick", new string('x', 500));
            await hub.Client.PurgeInstanceAsync(end.InstanceId);
        }

        await using var next = hub.Crashed();
        Assert.Null(await next.Client.GetInstanceAsync(ends[0].InstanceId));
        foreach (var end in ends.Skip(1)) Assert.Equal(end.ReadOutputAs<string>(), (await next.Find(end.InstanceId)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ARewriteIsFlushedBeforeItTakesTheJournalsPlace()
    {
        var folder = Path.Combine(Path.GetTempPath(), "durable-tests", Guid.NewGuid().ToString("N"));
        var disk = new WatchedDisk(Path.Combine(folder, "journal.new"));
        await using (var journal = new HubJournal(folder, new TaskHubState(), new LogCollector(), 10_000, disk))
        {
            await journal.AppendAsync(new InstanceCreated("gone", "e", "Name", new string('x', 9_000), null, null, DateTime.UtcNow));
            await journal.AppendAsync(new InstancesPurged(["gone"]));
            Assert.False(disk.FlushedTheRewritten);
            await journal.AppendAsync(new InstanceCreated("there", "e", "Name", new string('x', 2_000), null, null, DateTime.UtcNow));
            await HubFixture.Until(() => new FileInfo(Path.Combine(folder, "journal")).Length < 3_000);
        }

        Assert.True(disk.FlushedTheRewritten);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Knows whether there was a flush while the rewritten journal had its own name.</summary>
    sealed class WatchedDisk(string rewritten) : Disk
    {
        public bool FlushedTheRewritten { get; private set; }

        public override void Flush(Microsoft.Win32.SafeHandles.SafeFileHandle file)
        {
            FlushedTheRewritten |= File.Exists(rewritten);
            base.Flush(file);
        }
    }

    void SetTrouble(bool isFull, bool on) => (_disk.IsFull, _disk.FailsToFlush) = (isFull && on, !isFull && on);

    static bool Says(HubFixture hub, LogLevel level) => hub.Logs.Entries.Any(entry => entry.Level == level);
}
