using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Host;
using Proctoring.Local.Tests.Host;
using Proctoring.Testing;

namespace Proctoring.Local.Tests.EventHubs;

/// <summary>What a trigger refuses at its start, and what it does when the stream cannot be read.</summary>
public sealed class TriggerFaultTests : IDisposable
{
    const string HostJson = "--AzureFunctionsJobHost:extensions:eventHubs:";

    readonly string _folder = TestHost.TempFolder();
    readonly Received _received = new();

    [Fact]
    public async Task WhatCannotBeReadIsTriedAgainAndNothingIsLostOrRepeated()
    {
        _received.Gate = new(0);
        await using var host = await StartAsync([typeof(Batches)], $"{HostJson}maxEventBatchSize", "1");
        await SendAsync(host, 1);
        await Eventually.True(() => _received.Running == 1, "the first one is in hand");
        await SendAsync(host, 2);
        var log = Directory.GetFiles(Path.Combine(_folder, "stream", "events"), "*.log").Single();
        // Behind the segment's header (a number and a checksum) and the first record (its header, flags and a digit).
        const int Second = 12 + 32 + 2;
        var sound = Overwrite(log, Second, new byte[8]);

        _received.Gate.Release(10);
        await Eventually.True(() => host.Log.Lines.Any(line => line.StartsWith("Error: Reading partition 0 of events failed", StringComparison.Ordinal)), "it is noticed");
        Overwrite(log, Second, sound);
        await Eventually.True(() => _received.Count == 2, "the second one has arrived");

        Assert.Equal([1, 2], _received.Numbers);
    }

    [Theory]
    [InlineData("minEventBatchSize", "2")]
    [InlineData("initialOffsetOptions:type", "fromEnd")]
    public async Task ASettingThatIsNotImplementedIsRefused(string setting, string value) =>
        await Assert.ThrowsAsync<NotSupportedException>(() => StartAsync([typeof(Batches)], HostJson + setting, value));

    [Fact]
    public async Task ASettingThatSaysWhatIsDoneAnywayIsNot()
    {
        await using var host = await StartAsync([typeof(Batches)], $"{HostJson}minEventBatchSize", "1", $"{HostJson}initialOffsetOptions:type", "FromStart");
    }

    [Theory]
    [InlineData(typeof(OneAsBatch))]
    [InlineData(typeof(BatchAsOne))]
    public async Task AParameterOfAnotherTypeIsRefused(Type functions) =>
        await Assert.ThrowsAsync<NotSupportedException>(() => StartAsync([functions]));

    [Fact]
    public async Task AnotherStreamThanTheLocalOneIsRefused()
    {
        var e = await Assert.ThrowsAsync<StartupException>(
            () => StartAsync([typeof(ByNamespace)], "--Away:fullyQualifiedNamespace", "away.servicebus.windows.net"));

        Assert.Contains("not to away.servicebus.windows.net", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AConnectionWithoutASettingIsRefused()
    {
        var e = await Assert.ThrowsAsync<StartupException>(() => StartAsync([typeof(WithoutConnection)]));

        Assert.Equal("Function 'WithoutConnection': the setting 'AzureWebJobsEventHubs' of its connection is not there.", e.Message);
    }

    [Fact]
    public async Task TheNamespaceOfATokensConnectionAndTheGroupMayBeSettings()
    {
        var port = FreePort.Choose();
        await using var host = await StartAsync(
            [typeof(ByNamespace)], "--port", $"{port}", "--Away:fullyQualifiedNamespace", $"127.0.0.1:{port}", "--Group", "mine");

        await SendAsync(host, 7);

        await Eventually.True(() => _received.Count == 1, "it has arrived");
        Assert.True(File.Exists(Path.Combine(_folder, "stream", "events", "mine.checkpoint")));
    }

    /// <summary>What was there before.</summary>
    static byte[] Overwrite(string file, long position, byte[] bytes)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Position = position;
        var before = new byte[bytes.Length];
        stream.ReadExactly(before);
        stream.Position = position;
        stream.Write(bytes);
        return before;
    }

    Task<TestHost> StartAsync(Type[] functions, params string[] args) => TestHost.StartAsync(
        new TestHost.Setup(builder => builder.Services.AddSingleton(_received), _folder, ["--Local:Partitions", "1", .. args]), functions);

    static async Task SendAsync(TestHost host, int number)
    {
        await using var client = new EventHubProducerClient(host.Services.GetRequiredService<IConfiguration>()["EventHubConnection"]!, "events");
        await client.SendAsync([new EventData($"{number}")]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    sealed class OneAsBatch
    {
        [Function("OneAsBatch")]
        public void Run([EventHubTrigger("events", Connection = "EventHubConnection")] EventData message)
        {
        }
    }

    sealed class BatchAsOne
    {
        [Function("BatchAsOne")]
        public void Run([EventHubTrigger("events", Connection = "EventHubConnection", IsBatched = false)] EventData[] messages)
        {
        }
    }

    sealed class WithoutConnection
    {
        [Function("WithoutConnection")]
        public void Run([EventHubTrigger("events")] EventData[] messages)
        {
        }
    }

    sealed class ByNamespace(Received received)
    {
        [Function("ByNamespace")]
        public Task Run([EventHubTrigger("events", Connection = "Away", ConsumerGroup = "%Group%")] EventData[] messages, FunctionContext context) =>
            received.RunAsync(messages, context);
    }
}
