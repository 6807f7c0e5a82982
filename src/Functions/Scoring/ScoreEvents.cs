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
sealed partial class ScoreEvents(ScoreSession scoring, DeadLetters deadLetters, TimeProvider clock, ILogger<ScoreEvents> logger)
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
        if (faults.OfType<Fault>().ToList() is { Count: > 0 } failed)
        {
            cancellation.ThrowIfCancellationRequested();
            var waiting = clock.GetUtcNow() - failed.Min(fault => fault.Since);
            Log.ScoringFailed(
                logger, failed.Count, partition, failed[0].Session, (long)waiting.TotalMilliseconds, failed[0].Exception.GetType().Name);
            throw new ScoringFailedException(
                failed is [var only] ? only.Exception : new AggregateException(failed.Select(fault => fault.Exception)));
        }

        // One session's fault must not keep the others from being scored.
        async Task<Fault?> RunAsync(SessionId session, List<EventData> itsMessages)
        {
            await places.WaitAsync(cancellation);
            try
            {
                await ScoreAsync(session, partition, itsMessages, durable, cancellation);
                return null;
            }
            catch (Exception e)
            {
                return new(session, itsMessages[0].EnqueuedTime, e);
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
            var letter = ReceivedMessage.Whole(messages[0], partition, $"cannot be scored: {e.Message}");
            Log.CannotBeScored(logger, messages[0].SequenceNumber, partition, session, letter.Organization, e);
            await deadLetters.AddAsync([letter], cancellation);
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

    /// <param name="Since">When the first of the messages came that now wait.</param>
    sealed record Fault(SessionId Session, DateTimeOffset Since, Exception Exception);

    static partial class Log
    {
        // The platform logs the exception itself.
        [LoggerMessage(200, LogLevel.Warning,
            "{Sessions} sessions in a batch of partition {Partition} could not be scored, among them {SessionId}; the batch, whose oldest "
            + "message has waited {WaitingMs} ms, comes again: {Reason}")]
        public static partial void ScoringFailed(
            ILogger logger, int sessions, string partition, SessionId sessionId, long waitingMs, string reason);

        [LoggerMessage(201, LogLevel.Error,
            "Message {Sequence} of partition {Partition}, session {SessionId} ({OrganizationId}), cannot be scored and is set aside")]
        public static partial void CannotBeScored(
            ILogger logger, long sequence, string partition, SessionId sessionId, OrganizationId? organizationId, Exception exception);
    }
}
