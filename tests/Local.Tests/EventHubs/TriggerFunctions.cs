using System.Text.Json;
using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Tests.EventHubs;

sealed class Batches(Received received)
{
    [Function("Batches")]
    public Task Run([EventHubTrigger("events", Connection = "EventHubConnection")] EventData[] messages, JsonElement partitionContext, FunctionContext context)
    {
        received.Partitions.Enqueue(partitionContext.GetProperty("PartitionId").GetString()!);
        return received.RunAsync(messages, context);
    }
}

sealed class Single(Received received)
{
    [Function("Single")]
    public Task Run([EventHubTrigger("events", Connection = "EventHubConnection", IsBatched = false)] EventData message, FunctionContext context) =>
        received.RunAsync([message], context);
}

sealed class OtherGroup(Received received)
{
    [Function("OtherGroup")]
    public Task Run(
        [EventHubTrigger("%Hub%", Connection = "EventHubConnection", ConsumerGroup = "other")] EventData[] messages, FunctionContext context) =>
        received.RunAsync(messages, context);
}

sealed class SameGroup(Received received)
{
    [Function("SameGroup")]
    public Task Run([EventHubTrigger("events", Connection = "EventHubConnection")] EventData[] messages, FunctionContext context) =>
        received.RunAsync(messages, context);
}
