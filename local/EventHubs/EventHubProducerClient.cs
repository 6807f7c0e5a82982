using Azure.Core;

namespace Azure.Messaging.EventHubs.Producer;

/// <summary>Sends to one event hub. A send returns when the message is durable.</summary>
public class EventHubProducerClient : IAsyncDisposable
{
    public EventHubProducerClient(string connectionString, string eventHubName) =>
        throw new NotImplementedException();

    public EventHubProducerClient(string fullyQualifiedNamespace, string eventHubName, TokenCredential credential) =>
        throw new NotImplementedException();

    public string FullyQualifiedNamespace => throw new NotImplementedException();

    public string EventHubName => throw new NotImplementedException();

    public virtual Task SendAsync(IEnumerable<EventData> eventBatch, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual ValueTask<EventDataBatch> CreateBatchAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual Task CloseAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new(CloseAsync());
    }
}

public class SendEventOptions
{
    public string? PartitionId { get; set; }

    public string? PartitionKey { get; set; }
}

public class CreateBatchOptions : SendEventOptions
{
    public long? MaximumSizeInBytes { get; set; }
}

public sealed class EventDataBatch : IDisposable
{
    internal EventDataBatch()
    {
    }

    public int Count => throw new NotImplementedException();

    public long SizeInBytes => throw new NotImplementedException();

    public long MaximumSizeInBytes => throw new NotImplementedException();

    public bool TryAdd(EventData eventData) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
