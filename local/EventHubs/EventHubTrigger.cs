using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Host;

namespace Proctoring.Local.EventHubs;

/// <summary>Runs functions on what arrives in an event hub: one pump a partition.</summary>
sealed class EventHubTrigger(RetryPolicy retries, IConfiguration configuration, ILogger<PartitionPump> logger) : ITrigger
{
    readonly CancellationTokenSource _stopping = new();
    readonly CancellationTokenSource _cancelling = new();
    Task _pumps = Task.CompletedTask;

    public Type Attribute => typeof(EventHubTriggerAttribute);

    public Task StartAsync(IReadOnlyList<LocalFunction> functions, CancellationToken cancellation)
    {
        var settings = EventHubSettings.Read(configuration);
        var sources = functions.Select(function => Source(function, settings)).ToList();
        if (sources.GroupBy(source => (source.Hub, source.Group)).FirstOrDefault(group => group.Count() > 1) is { } rivals)
            throw new StartupException(
                $"{string.Join(" and ", rivals.Select(source => source.Function.Name))} would take the messages of "
                + $"'{rivals.Key.Hub.Name}' from one another: give each its own consumer group.");
        var pumps = sources.SelectMany(source => Enumerable.Range(0, source.Hub.Log.Partitions.Count)
            .Select(partition => new PartitionPump(source, partition, retries, logger)));
        _pumps = Task.WhenAll([.. pumps.Select(pump => pump.RunAsync(_stopping.Token, _cancelling.Token))]);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await using var cancel = cancellation.Register(_cancelling.Cancel);
        await _pumps;
    }

    EventHubSource Source(LocalFunction function, EventHubSettings settings)
    {
        var trigger = (EventHubTriggerAttribute)function.Trigger;
        var parameter = function.TriggerParameter.ParameterType;
        if (parameter != (trigger.IsBatched ? typeof(EventData[]) : typeof(EventData)))
            throw new NotSupportedException(
                $"Function '{function.Name}': the local host binds a batch to EventData[] and, with IsBatched = false, a message to EventData.");
        var address = Address(function.Name, trigger.Connection ?? "AzureWebJobsEventHubs");
        if (!LocalNetwork.TryFind(address, out var broker))
            throw new StartupException($"Function '{function.Name}': the local host listens to its own stream only, not to {address}.");
        return new(
            function,
            broker[Setting.Resolve(configuration, trigger.EventHubName)],
            Setting.Resolve(configuration, trigger.ConsumerGroup ?? "$Default"),
            address,
            trigger.IsBatched ? settings : settings with { MaxBatch = 1 },
            trigger.IsBatched);
    }

    // A connection string, or a namespace for a token credential.
    string Address(string function, string connection) =>
        configuration[connection] is { Length: > 0 } text ? ConnectionString.Parse(text).Address
        : configuration[$"{connection}:fullyQualifiedNamespace"] is { Length: > 0 } address ? address
        : throw new StartupException($"Function '{function}': the setting '{connection}' of its connection is not there.");
}

/// <summary>Where a function's messages come from.</summary>
sealed record EventHubSource(LocalFunction Function, Hub Hub, string Group, string Address, EventHubSettings Settings, bool IsBatched);

/// <summary>The section <c>extensions.eventHubs</c> of host.json, with the extension's defaults.</summary>
sealed record EventHubSettings(int MaxBatch, int CheckpointFrequency)
{
    public static EventHubSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection($"{LocalConfiguration.HostJson}:extensions:eventHubs");
        // What would change the behaviour and is not done here is refused, not ignored.
        if (section.GetValue("minEventBatchSize", 1) != 1)
            throw new NotSupportedException("host.json: the local host does not wait for a minEventBatchSize above 1.");
        if (section["initialOffsetOptions:type"] is { } type && !type.Equals("fromStart", StringComparison.OrdinalIgnoreCase))
            throw new NotSupportedException("host.json: the local host starts a new consumer group at the stream's beginning only.");
        return new(section.GetValue("maxEventBatchSize", 100), section.GetValue("batchCheckpointFrequency", 1));
    }
}
