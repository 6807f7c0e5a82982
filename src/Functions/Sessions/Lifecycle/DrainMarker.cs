using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// A message without events, sent down the stream with a session's partition key. Who reaches it has scored everything
/// that was accepted for that session before it.
/// </summary>
sealed class DrainMarker(EventHubProducerClient stream)
{
    const string KindProperty = "kind";
    const string SessionProperty = "session";
    const string ReasonProperty = "reason";
    const string Kind = "drain";

    /// <param name="reason">Comes back with the lifecycle's event: an answer to one question must not pass for
    /// another's.</param>
    public Task SendAsync(SessionId session, string reason, CancellationToken cancellation)
    {
        var marker = new EventData(ReadOnlyMemory<byte>.Empty);
        marker.Properties[KindProperty] = Kind;
        marker.Properties[SessionProperty] = session.Value;
        marker.Properties[ReasonProperty] = reason;
        return stream.SendAsync([marker], new SendEventOptions { PartitionKey = session.Value }, cancellation);
    }

    public static bool Is(EventData message) => message.Properties.TryGetValue(KindProperty, out var kind) && kind is Kind;

    /// <summary>
    /// To be called by whoever scores the stream, in the partition's order, after everything before the marker is
    /// saved. Does not throw when the lifecycle is gone: it sends another marker when it gets no answer to one.
    /// </summary>
    public static Task ReachedAsync(EventData marker, DurableTaskClient durable, CancellationToken cancellation) =>
        SessionId.TryParse(Text(marker, SessionProperty), out var session)
            ? SessionLifecycle.DrainedAsync(durable, session, Text(marker, ReasonProperty) ?? "", cancellation)
            : Task.CompletedTask;

    static string? Text(EventData marker, string property) =>
        marker.Properties.TryGetValue(property, out var value) ? value as string : null;
}
