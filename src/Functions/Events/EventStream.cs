using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Proctoring.Domain;

namespace Proctoring.Functions.Events;

/// <summary>The way into the stream. What was sent is durable when the call returns.</summary>
sealed class EventStream(EventHubProducerClient producer)
{
    public Task SendAsync(SessionId session, EventData message, CancellationToken cancellation) =>
        producer.SendAsync([message], new SendEventOptions { PartitionKey = session.Value }, cancellation);
}
