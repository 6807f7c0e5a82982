using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Durable.Journal;

namespace Proctoring.Local.Tests.Durable;

public sealed class JournalTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task ATornEndIsCutAndWhatIsBeforeItGoesOn(int tornBytes)
    {
        await using var first = HubFixture.Start("Ask", async context => await context.WaitForExternalEvent<string>("answer"));
        var id = await first.StartAsync("Ask");
        await first.Is(id, OrchestrationRuntimeStatus.Running);
        await first.Client.RaiseEventAsync(id, "ANOTHER", "the last record, which will be torn");
        await HubFixture.Until(() => first.Look(id, one => one.Inbox.Count == 0));

        await using var second = first.Crashed(tornBytes: tornBytes);
        Assert.Contains(second.Logs.Entries, entry => entry.Text.Contains("torn"));
        await second.Client.RaiseEventAsync(id, "answer", "yes");
        Assert.Equal("yes", (await second.EndOf(id)).ReadOutputAs<string>());

        await using var third = second.Crashed();
        Assert.Equal("yes", (await third.Find(id)).ReadOutputAs<string>());
        Assert.DoesNotContain(third.Logs.Entries, entry => entry.Text.Contains("torn"));
    }

    [Fact]
    public async Task GarbageAtTheEndIsCut()
    {
        await using var first = HubFixture.Start("Quick", _ => Task.FromResult<object?>("done"));
        var end = await first.RunAsync("Quick");
        await first.Hub.DisposeAsync();
        await File.AppendAllBytesAsync(first.Journal, [12, 0, 0, 0, 1, 2, 3, 4, .. "not a record"u8]);

        await using var second = await first.RestartedAsync();

        Assert.Equal("done", (await second.Find(end.InstanceId)).ReadOutputAs<string>());
        Assert.Equal("done", (await second.RunAsync("Quick")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AJournalThatHasGrownIsRewrittenAndHoldsTheSame()
    {
        const int CompactAt = 30_000;
        await using var first = HubFixture.Start(
            h =>
            {
                h.Orchestrator("Chat", async context =>
                {
                    context.SetCustomStatus(context.GetInput<int>());
                    var heard = 0;
                    while (await context.WaitForExternalEvent<string>("word") != "end") heard++;
                    return heard;
                });
                h.Orchestrator("Wait", async context =>
                {
                    await context.CreateTimer(TimeSpan.FromHours(1), default);
                    return "fired";
                });
            },
            CompactAt);
        var waiting = await first.StartAsync("Wait");
        var id = await first.StartAsync("Chat", 7);
        var written = 0L;
        for (var n = 0; n < 300; n++)
        {
            await first.Client.RaiseEventAsync(id, "word", new string('x', 500));
            written += 500;
        }
        var quick = await first.StartAsync("Chat", 1);
        await first.Client.RaiseEventAsync(quick, "word", "end");
        await first.EndOf(quick);

        Assert.True(written > 4 * CompactAt);

        await using var second = first.Crashed();
        foreach (var other in new[] { id, quick, waiting })
        {
            var (before, after) = (await first.Find(other), await second.Find(other));
            Assert.Equal(before.ToString(), after.ToString());
            Assert.Equal(before.SerializedOutput, after.SerializedOutput);
            Assert.Equal(before.CreatedAt, after.CreatedAt);
        }
        await second.Client.RaiseEventAsync(id, "word", "end");
        Assert.Equal(300, (await second.EndOf(id)).ReadOutputAs<int>());
        await HubFixture.Until(() => second.Hub.WaitingTimers == 1);
        second.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("fired", (await second.EndOf(waiting)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task EndedInstancesKeepLittleAndTheJournalShrinksToThem()
    {
        await using var hub = HubFixture.Start(
            h =>
            {
                h.Orchestrator("Long", async context =>
                {
                    for (var n = 0; n < 20; n++) await context.CallActivityAsync("Nothing", new string('x', 1_000));
                    return "done";
                });
                h.Activity<string>("Nothing", _ => Task.FromResult<object?>(null));
            },
            compactAt: 50_000);

        for (var n = 0; n < 20; n++)
        {
            var end = await hub.RunAsync("Long");
            Assert.Equal(0, hub.Look(end.InstanceId, one => one.History.Count));
        }

        Assert.InRange(new FileInfo(hub.Journal).Length, 1, 100_000);
    }

    [Fact]
    public async Task ALeftoverOfAnInterruptedRewriteIsIgnored()
    {
        await using var first = HubFixture.Start("Quick", _ => Task.FromResult<object?>("done"));
        var end = await first.RunAsync("Quick");
        await first.Hub.DisposeAsync();
        await File.WriteAllTextAsync(first.Journal + ".new", "half a rewrite");

        await using var second = await first.RestartedAsync();

        Assert.Equal("done", (await second.Find(end.InstanceId)).ReadOutputAs<string>());
        Assert.False(File.Exists(first.Journal + ".new"));
    }

    [Fact]
    public async Task ARecordIsAppliedOnlyWhenItIsOnDisk()
    {
        var folder = Path.Combine(Path.GetTempPath(), "durable-tests", Guid.NewGuid().ToString("N"));
        var (state, logs) = (new TaskHubState(), new LogCollector());
        var journal = new HubJournal(folder, state, logs, long.MaxValue, new Disk());
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(n =>
                journal.AppendAsync(new InstanceCreated($"i{n}", "e", "Name", null, null, null, DateTime.UtcNow))));
            Assert.Equal(500, state.Instances.Count);

            var other = new TaskHubState();
            using (var stream = new FileStream(Path.Combine(folder, "journal"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                Assert.Equal(stream.Length, JournalFormat.Read(stream, other.Apply));
            Assert.Equal(500, other.Instances.Count);
        }
        finally
        {
            await journal.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync(new InstancesPurged([])));
        Assert.DoesNotContain(logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }
}
