using System.Text.Json;
using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// Scores what the stream carries. A batch is of one partition and comes again until this returns without an exception,
/// so faults of the machinery are thrown, and content that can never be scored is set aside and never thrown.
/// </summary>
sealed partial class ScoreEvents(ScoreSession scoring, DeadLetters deadLetters, ILogger<ScoreEvents> logger)
{
    /// <summary>Of one partition's batch. Each takes one connection to storage at a time.</summary>
    const int SessionsAtOnce = 8;

    [Function(nameof(ScoreEvents))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:01:00")]
    public async Task RunAsync(
        [EventHubTrigger(Clients.EventHub, Connection = Clients.EventHubConnection, ConsumerGroup = "scoring")] EventData[] messages,
        [DurableClient] DurableTaskClient durable,
        FunctionContext context,
        CancellationToken cancellation)
    {
        var partition = PartitionOf(context);
        var sessions = await GroupAsync(messages, partition, cancellation);
        var places = new SemaphoreSlim(SessionsAtOnce);
        var faults = await Task.WhenAll(sessions.Select(session => RunAsync(session.Key, session.Value)));
        if (faults.OfType<Exception>().ToList() is { Count: > 0 } thrown)
        {
            cancellation.ThrowIfCancellationRequested();
            throw thrown is [var only] ? new ScoringFailedException(only) : new ScoringFailedException(new AggregateException(thrown));
        }

        // One session's fault must not keep the others from being scored.
        async Task<Exception?> RunAsync(SessionId session, List<EventData> itsMessages)
        {
            await places.WaitAsync(cancellation);
            try
            {
                await ScoreAsync(session, partition, itsMessages, durable, cancellation);
                return null;
            }
            catch (Exception e)
            {
                return e;
            }
            finally
            {
                places.Release();
            }
        }
    }

    async Task ScoreAsync(
        SessionId session, string partition, List<EventData> messages, DurableTaskClient durable, CancellationToken cancellation)
    {
        try
        {
            await scoring.RunAsync(session, partition, messages, durable, cancellation);
        }
        catch (UnscorableException) when (messages.Count > 1)
        {
            // Find out which one it is.
            foreach (var message in messages)
                await ScoreAsync(session, partition, [message], durable, cancellation);
        }
        catch (UnscorableException e)
        {
            Log.CannotBeScored(logger, session.Value, partition, messages[0].SequenceNumber, e);
            await deadLetters.AddAsync([ReceivedMessage.Whole(messages[0], partition, $"cannot be scored: {e.Message}")], cancellation);
        }
    }

    async Task<Dictionary<SessionId, List<EventData>>> GroupAsync(EventData[] messages, string partition, CancellationToken cancellation)
    {
        Dictionary<SessionId, List<EventData>> sessions = [];
        foreach (var message in messages)
        {
            if (!StreamMessage.TryReadSession(message, out var session))
            {
                await deadLetters.AddAsync([ReceivedMessage.Whole(message, partition, "malformed: the message names no session")], cancellation);
                continue;
            }

            if (!sessions.TryGetValue(session, out var itsMessages)) sessions[session] = itsMessages = [];
            itsMessages.Add(message);
        }

        return sessions;
    }

    /// <summary>The host describes the partition in the binding data, as a JSON object.</summary>
    static string PartitionOf(FunctionContext context)
    {
        if (context.BindingContext.BindingData.GetValueOrDefault("PartitionContext") is not string json)
            throw new InvalidOperationException("The trigger does not say which partition the batch is of.");
        using var description = JsonDocument.Parse(json);
        return description.RootElement.GetProperty("PartitionId").GetString()!;
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Message {Sequence} of partition {Partition}, session {Session}, cannot be scored and is set aside")]
        public static partial void CannotBeScored(ILogger logger, string session, string partition, long sequence, Exception exception);
    }
}
