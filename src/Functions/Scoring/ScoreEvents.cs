using System.Text.Json;
using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Functions.Events;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// Scores what the stream carries. A batch is of one partition and comes again until this returns without an exception,
/// so faults of the machinery are thrown (<see cref="ScoringFault"/>), and a message that fails for any other reason is set
/// aside alone and never thrown.
/// </summary>
sealed partial class ScoreEvents(
    ScoreSession scoring, DeadLetters deadLetters, StalledPartitions stalled, TimeProvider clock, ILogger<ScoreEvents> logger)
{
    static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(100);

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
            await stalled.FailedAsync(partition, cancellation);
            throw new ScoringFailedException(
                failed is [var only] ? only.Exception : new AggregateException(failed.Select(fault => fault.Exception)));
        }

        await stalled.PassedAsync(partition, cancellation);

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
        for (var tries = 1; ; tries++)
        {
            try
            {
                await scoring.RunAsync(session, partition, messages, durable, cancellation);
                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && !ScoringFault.IsOfMachinery(e))
            {
                if (ScoringFault.IsWorthAnother(e, tries))
                {
                    await Task.Delay(PauseBetweenTries * tries, cancellation);
                    continue;
                }

                if (messages.Count > 1) break;
                await SetAsideAsync(session, partition, messages[0], e, cancellation);
                return;
            }
        }

        // Find out which one it is; those that are scored by now are known by their place.
        var half = messages.Count / 2;
        await ScoreAsync(session, partition, messages[..half], durable, cancellation);
        await ScoreAsync(session, partition, messages[half..], durable, cancellation);
    }

    async Task SetAsideAsync(SessionId session, string partition, EventData message, Exception reason, CancellationToken cancellation)
    {
        // A marker holds nothing to keep: whoever waits for the answer sends another one.
        var letters = DrainMarker.Is(message) ? [] : ReceivedMessage.SetAside(message, partition, $"cannot be scored: {reason.Message}");
        Log.CannotBeScored(logger, message.SequenceNumber, partition, session, letters.FirstOrDefault()?.Organization, reason);
        await deadLetters.AddAsync(letters, cancellation);
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
