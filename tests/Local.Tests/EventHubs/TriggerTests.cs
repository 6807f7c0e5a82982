using System.Text.Json;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Host;
using Proctoring.Local.Tests.Host;

namespace Proctoring.Local.Tests.EventHubs;

public sealed class TriggerTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();
    readonly Received _received = new();

    [Fact]
    public async Task EveryMessageArrivesInOrder()
    {
        await using var host = await StartAsync(typeof(Batches));

        await SendAsync(host, Enumerable.Range(0, 300));

        await Eventually.True(() => _received.Count == 300, "all have arrived");
        Assert.Equal(Enumerable.Range(0, 300), _received.Numbers);
        Assert.All(_received.Batches, batch => Assert.InRange(batch.Length, 1, 100));
    }

    [Fact]
    public async Task ABatchIsNoLargerThanHostJsonSays()
    {
        _received.Gate = new(0);
        await using var host = await StartAsync(typeof(Batches), "--AzureFunctionsJobHost:extensions:eventHubs:maxEventBatchSize", "7");
        await SendAsync(host, Enumerable.Range(0, 50));
        _received.Gate.Release(100);

        await Eventually.True(() => _received.Count == 50, "all have arrived");

        Assert.Equal(7, _received.Batches.Max(batch => batch.Length));
    }

    [Fact]
    public async Task PartitionsRunInParallelAndEachOneBatchAtATime()
    {
        _received.Gate = new(0);
        await using var host = await StartAsync(typeof(Batches), "--Local:Partitions", "3");
        for (var partition = 0; partition < 3; partition++)
            for (var i = 0; i < 2; i++)
                await SendAsync(host, [partition], new SendEventOptions { PartitionId = $"{partition}" });

        await Eventually.True(() => _received.Running == 3, "three run");
        await SendAsync(host, [9], new SendEventOptions { PartitionId = "0" });
        _received.Gate.Release(100);

        await Eventually.True(() => _received.Count == 7, "all have arrived");
        Assert.Equal(3, _received.MostRunning);
        Assert.DoesNotContain(host.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BindingDataIsWhatAnIsolatedWorkerSees()
    {
        await using var host = await StartAsync(typeof(Batches), "--Local:Partitions", "2");

        await new EventHubProducerClient(Connection(host), "events").SendAsync(
            [new EventData("5") { Properties = { ["session"] = "s" } }], new SendEventOptions { PartitionKey = "a" });

        await Eventually.True(() => _received.Count == 1, "it has arrived");
        var data = _received.BindingData.Single();
        var context = JsonDocument.Parse((string)data["PartitionContext"]!).RootElement;
        Assert.Equal("1", context.GetProperty("PartitionId").GetString());
        Assert.Equal("events", context.GetProperty("EventHubName").GetString());
        Assert.Equal("$Default", context.GetProperty("ConsumerGroup").GetString());
        Assert.True(context.GetProperty("IsCheckpointingAfterInvocation").GetBoolean());
        Assert.Equal([0L], (IEnumerable<long>)data["sequencenumberarray"]!);
        Assert.Equal("""[{"session":"s"}]""", data["PropertiesArray"]);
        Assert.Equal(data["PartitionContext"], data["TriggerPartitionContext"]);
        var message = _received.Batches.Single().Single();
        Assert.Equal(["a"], (IEnumerable<string>)data["PartitionKeyArray"]!);
        Assert.Equal([message.OffsetString!], (IEnumerable<string>)data["OffsetArray"]!);
        Assert.Equal([message.EnqueuedTime.UtcDateTime], JsonSerializer.Deserialize<DateTime[]>((string)data["EnqueuedTimeUtcArray"]!)!);
        Assert.Equal($"127.0.0.1:{host.Client.BaseAddress!.Port}", context.GetProperty("FullyQualifiedNamespace").GetString());
        Assert.Equal("1", _received.Partitions.Single());
    }

    [Fact]
    public async Task OneMessageAtATimeWhenNotBatched()
    {
        await using var host = await StartAsync(typeof(Single));

        await SendAsync(host, Enumerable.Range(0, 5));

        await Eventually.True(() => _received.Count == 5, "all have arrived");
        Assert.All(_received.Batches, batch => Assert.Single(batch));
    }

    [Fact]
    public async Task TwoGroupsEachReceiveEverything()
    {
        await using var host = await StartAsync([typeof(Batches), typeof(OtherGroup)]);

        await SendAsync(host, Enumerable.Range(0, 10));

        await Eventually.True(() => _received.Count == 20, "both have received");
    }

    [Fact]
    public async Task TwoFunctionsOfOneGroupAreRefused()
    {
        var e = await Assert.ThrowsAsync<StartupException>(() => StartAsync([typeof(Batches), typeof(SameGroup)]));

        Assert.Contains("give each its own consumer group", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasHandledIsNotReceivedAfterARestart()
    {
        await using (var host = await StartAsync(typeof(Batches)))
        {
            await SendAsync(host, Enumerable.Range(0, 5));
            await Eventually.True(() => _received.Count == 5, "all have arrived");
            // The checkpoint follows the function's end.
            await Eventually.True(() => Handled(host) == 5, "it is remembered");
        }
        await using (var host = await StartAsync(typeof(Batches)))
        {
            await SendAsync(host, [5]);
            await Eventually.True(() => _received.Count == 6, "the new one has arrived");
        }
        Assert.Equal(Enumerable.Range(0, 6), _received.Numbers);
    }

    [Fact]
    public async Task WhatWasInHandAtAStopIsReceivedAgain()
    {
        _received.Gate = new(0);
        await using (var host = await StartAsync(typeof(Batches)))
        {
            await SendAsync(host, [1]);
            await Eventually.True(() => _received.Running == 1, "it is in hand");
        }
        Assert.True(_received.Cancelled);
        _received.Gate = null;

        await using var again = await StartAsync(typeof(Batches));

        await Eventually.True(() => _received.Numbers.SequenceEqual([1, 1]), "it has arrived twice");
    }

    [Fact]
    public async Task WhatEndsWellDuringAStopIsReceivedAgainTooAsInTheRealExtension()
    {
        (_received.Gate, _received.EndsWellWhenCancelled) = (new(0), true);
        await using (var host = await StartAsync(typeof(Batches)))
        {
            await SendAsync(host, [1]);
            await Eventually.True(() => _received.Running == 1, "it is in hand");
        }
        Assert.True(_received.Cancelled);
        _received.Gate = null;

        await using var again = await StartAsync(typeof(Batches));

        await Eventually.True(() => _received.Numbers.SequenceEqual([1, 1]), "it has arrived twice");
    }

    [Fact]
    public async Task CheckpointsAreAsFrequentAsHostJsonSays()
    {
        string[] everyThird = ["--AzureFunctionsJobHost:extensions:eventHubs:batchCheckpointFrequency", "3"];
        await using var host = await StartAsync(typeof(Batches), everyThird);

        for (var i = 0; i < 5; i++)
        {
            await SendAsync(host, [i]);
            await Eventually.True(() => _received.Count == i + 1, "it has arrived");
        }

        Assert.Equal(3, Handled(host));
        Assert.Equal([false, false, true, false, false], _received.BindingData.Select(data =>
            JsonDocument.Parse((string)data["PartitionContext"]!).RootElement.GetProperty("IsCheckpointingAfterInvocation").GetBoolean()));
    }

    [Fact]
    public async Task AWaitingFunctionStartsSoonAfterTheSend()
    {
        await using var host = await StartAsync(typeof(Batches));
        var next = 0;
        // A busy machine may need several rounds; one that looks for messages every second or so never gets there.
        for (var round = 1; await MedianWaitAsync() > TimeSpan.FromMilliseconds(100); round++)
            Assert.True(round < 20, "The function is not woken by the send.");

        async Task<TimeSpan> MedianWaitAsync()
        {
            var waits = new List<TimeSpan>();
            for (var i = 0; i < 15; i++)
            {
                var sent = TimeProvider.System.GetTimestamp();
                await SendAsync(host, [next++]);
                await Eventually.True(() => _received.Count == next, "it has arrived");
                waits.Add(TimeProvider.System.GetElapsedTime(sent, _received.LastAt));
            }

            waits.Sort();
            return waits[waits.Count / 2];
        }
    }

    long Handled(TestHost host) => new Local.EventHubs.CheckpointStore(
        CopyOf(Path.Combine(host.Folder, "stream", "events", "$Default.checkpoint")), 1)[0]?.NextSequenceNumber ?? 0;

    string CopyOf(string file)
    {
        var copy = Path.Combine(_folder, Guid.NewGuid().ToString());
        using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var to = File.Create(copy);
        from.CopyTo(to);
        return copy;
    }

    Task<TestHost> StartAsync(Type functions, params string[] args) => StartAsync([functions], args);

    Task<TestHost> StartAsync(Type[] functions, params string[] args) => TestHost.StartAsync(
        new TestHost.Setup(builder => builder.Services.AddSingleton(_received), _folder, ["--Local:Partitions", "1", "--Hub", "events", .. args]), functions);

    static string Connection(TestHost host) => host.Services.GetRequiredService<IConfiguration>()["EventHubConnection"]!;

    static async Task SendAsync(TestHost host, IEnumerable<int> numbers, SendEventOptions? options = null)
    {
        await using var client = new EventHubProducerClient(Connection(host), "events");
        foreach (var number in numbers) await client.SendAsync([new EventData($"{number}")], options!);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
