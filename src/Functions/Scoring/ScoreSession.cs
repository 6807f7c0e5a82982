using Azure.Messaging.EventHubs;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// Scores the messages of one session that came with one batch, in their order, and tells whom it concerns.
/// </summary>
/// <remarks>
/// Each effect happens once though messages come at least once. Dead letters are written first, under keys made from
/// the place in the stream. Then one transaction saves the state with its place in the stream, the events and the
/// alerts; coming again, a message is known by its place, and an event by its number or id. Alerts are pushed last; the
/// state keeps them as pending until they were, so a message that comes again has them pushed. Likewise a session that late
/// events have opened again: its lifecycle is told with every message until it is final once more.
/// </remarks>
sealed class ScoreSession(
    SessionStore store, DeadLetters deadLetters, Announcements announcements, LimitOptions limits, Metrics metrics, TimeProvider clock)
{
    /// <summary>Conflicts with commands in a row until the batch is left to the trigger's retry.</summary>
    const int Attempts = 8;

    public async Task RunAsync(
        SessionId session, string partition, IReadOnlyList<EventData> messages, DurableTaskClient durable, CancellationToken cancellation)
    {
        using var activity = Tracing.StartScoring(session, messages);
        try
        {
            await ScoreAsync(session, partition, messages, durable, cancellation);
        }
        catch (Exception e)
        {
            activity.Fail(e);
            throw;
        }
    }

    async Task ScoreAsync(
        SessionId session, string partition, IReadOnlyList<EventData> messages, DurableTaskClient durable, CancellationToken cancellation)
    {
        List<ReceivedMessage> waiting = [];
        foreach (var message in messages)
        {
            if (DrainMarker.Is(message))
            {
                await ScoreAsync(session, waiting, durable, cancellation);
                waiting.Clear();
                await announcements.DeliverPendingAsync(session, cancellation);
                await DrainMarker.ReachedAsync(message, durable, cancellation);
            }
            else
            {
                waiting.Add(new ReceivedMessage(message, partition));
            }
        }

        await ScoreAsync(session, waiting, durable, cancellation);
    }

    async Task ScoreAsync(
        SessionId session, List<ReceivedMessage> messages, DurableTaskClient durable, CancellationToken cancellation)
    {
        for (var next = 0; next < messages.Count;)
            next = await ScoreSomeAsync(session, messages, next, durable, cancellation);
    }

    /// <summary>One transaction. Gives the place of the first message that is not in it, or not wholly.</summary>
    async Task<int> ScoreSomeAsync(
        SessionId session, List<ReceivedMessage> messages, int first, DurableTaskClient durable, CancellationToken cancellation)
    {
        var recalled = true;
        for (var attempt = 1; ; attempt++)
        {
            var before = recalled ? await store.RecallAsync(session, cancellation) : await store.FindAsync(session, cancellation);
            if (before is null)
            {
                await deadLetters.AddAsync([.. messages.Skip(first).SelectMany(message => message.SetAside("unknown session"))], cancellation);
                return messages.Count;
            }

            Tracing.Concerns(session, before.Record.Plan.OrganizationId);
            using var transaction = new ScoringTransaction(before, limits.SessionEvents);
            var next = Fill(transaction, messages, first);
            if (transaction.DeadLetters.Count > 0 && recalled)
            {
                // The copy in memory may be stale, and nothing is saved that would find out.
                recalled = false;
                continue;
            }

            if (transaction.DeadLetters.Count > 0) await deadLetters.AddAsync(transaction.DeadLetters, cancellation);
            if (transaction.IsEmpty)
            {
                await announcements.ReopenedAsync(before.Record, durable, cancellation);
                await announcements.RepeatAsync(before, transaction.Acknowledged, cancellation);
                return next;
            }

            if (await TrySaveAsync(transaction, attempt, cancellation) is not { } saved)
            {
                recalled = false;
                continue;
            }

            Count(transaction);
            await announcements.ReopenedAsync(saved.Record, durable, cancellation);
            await announcements.MakeAsync(saved, transaction, cancellation);
            return next;
        }
    }

    /// <summary>Null when somebody else changed the session first.</summary>
    async Task<StoredSession?> TrySaveAsync(ScoringTransaction transaction, int attempt, CancellationToken cancellation)
    {
        try
        {
            var rows = transaction.Complete();
            return await store.SaveAsync(transaction.Before, transaction.After, transaction.Facts, rows, cancellation);
        }
        catch (SessionConflictException) when (attempt < Attempts)
        {
            return null;
        }
    }

    void Count(ScoringTransaction saved)
    {
        metrics.Scored(saved.Scored);
        foreach (var alert in saved.Alerts) metrics.Alert(alert.Type);
        if (!metrics.MeasuresScoringLag) return;
        var now = clock.GetUtcNow();
        foreach (var receivedAt in saved.ReceivedAt) metrics.ScoringLag(now - receivedAt);
    }

    static int Fill(ScoringTransaction transaction, List<ReceivedMessage> messages, int first)
    {
        var next = first;
        while (next < messages.Count && transaction.HasRoom && transaction.Add(messages[next]))
            next++;
        return next;
    }
}
