using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Events;

/// <summary>The way into the stream. What was sent is durable when the call returns.</summary>
sealed class EventStream(EventHubProducerClient producer)
{
    public Task SendAsync(SessionId session, EventData message, CancellationToken cancellation)
    {
        Tracing.Stamp(message);
        return producer.SendAsync([message], new SendEventOptions { PartitionKey = session.Value }, cancellation);
    }
}
