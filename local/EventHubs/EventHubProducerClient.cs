using Azure.Core;
using Proctoring.Local.EventHubs;

namespace Azure.Messaging.EventHubs.Producer;

/// <summary>Sends to one event hub. A send returns when the message is durable.</summary>
public class EventHubProducerClient : IAsyncDisposable
{
    Hub? _hub;
    volatile bool _closed;

    /// <param name="connectionString">Of the namespace, or of the hub itself.</param>
    /// <param name="eventHubName">Name of the hub.</param>
    public EventHubProducerClient(string connectionString, string eventHubName)
        : this(connectionString, eventHubName, null!)
    {
    }

    /// <inheritdoc cref="EventHubProducerClient(string, string)"/>
    public EventHubProducerClient(string connectionString, string eventHubName, EventHubProducerClientOptions clientOptions)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        ArgumentException.ThrowIfNullOrEmpty(eventHubName);
        var connection = ConnectionString.Parse(connectionString);
        if (connection.EntityPath is { } path && !path.Equals(eventHubName, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("The event hub name must match the one of the connection string.", nameof(eventHubName));
        FullyQualifiedNamespace = connection.Address;
        EventHubName = eventHubName;
    }

    public EventHubProducerClient(string fullyQualifiedNamespace, string eventHubName, TokenCredential credential, EventHubProducerClientOptions? clientOptions = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullyQualifiedNamespace);
        ArgumentException.ThrowIfNullOrEmpty(eventHubName);
        ArgumentNullException.ThrowIfNull(credential);
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        EventHubName = eventHubName;
    }

    public string FullyQualifiedNamespace { get; }

    public string EventHubName { get; }

    public virtual Task SendAsync(IEnumerable<EventData> eventBatch, CancellationToken cancellationToken = default) =>
        SendAsync(eventBatch, null!, cancellationToken);

    /// <remarks>A cancellation after the messages were handed over does not take them back.</remarks>
    public virtual async Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(eventBatch);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var hub = Connect();
            var sent = hub.SendAsync(eventBatch, options);
            await (cancellationToken.CanBeCanceled ? sent.WaitAsync(cancellationToken) : sent);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new EventHubsException(true, EventHubName, e.Message, EventHubsException.FailureReason.ServiceCommunicationProblem, e);
        }
    }

    public virtual Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default)
    {
        var hub = Connect();
        return Task.FromResult(new EventHubProperties(hub.Name, hub.CreatedOn, Ids(hub), false));
    }

    public virtual Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default) => Task.FromResult(Ids(Connect()));

    public virtual Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken = default)
    {
        var hub = Connect();
        var state = hub.Log.Partitions[hub.PartitionOf(partitionId)].State;
        return Task.FromResult(new PartitionProperties(
            hub.Name, partitionId, state.NextSequenceNumber == state.FirstSequenceNumber, state.FirstSequenceNumber, state.NextSequenceNumber - 1, state.LastTicks));
    }

    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new(CloseAsync());
    }

    Hub Connect()
    {
        if (_closed)
            throw new EventHubsException(false, EventHubName, "The client is closed.", EventHubsException.FailureReason.ClientClosed);
        if (_hub is { } hub) return hub;
        return _hub = LocalNetwork.TryFind(FullyQualifiedNamespace, out var broker)
            ? broker[EventHubName]
            : throw new EventHubsException(true, EventHubName, $"No such host is known: {FullyQualifiedNamespace}. The local platform has its own stream only.",
                EventHubsException.FailureReason.ServiceCommunicationProblem);
    }

    static string[] Ids(Hub hub) => [.. Enumerable.Range(0, hub.Log.Partitions.Count).Select(id => id.ToString())];
}

/// <remarks>Its members concern the connection to the service, which there is none of here: a send to the local stream is not tried again.</remarks>
public class EventHubProducerClientOptions
{
    public EventHubsRetryOptions RetryOptions { get; set; } = new();
}

public class SendEventOptions
{
    /// <summary>Sends to this partition. Not together with <see cref="PartitionKey"/>.</summary>
    public string? PartitionId { get; set; }

    /// <summary>Messages with the same key go to the same partition, in order.</summary>
    public string? PartitionKey { get; set; }
}
