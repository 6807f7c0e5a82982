using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Alerts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Scoring;

/// <summary>
/// Tells proctors and the candidate what was scored, after it was saved. Alerts come first and are told until they were
/// heard; the rest is news that is gone when it cannot be told, because the next one replaces it. Only faults of the
/// machinery are thrown: what is saved is scored, and must not be taken for what cannot be.
/// </summary>
sealed partial class Announcements(
    SessionStore store, SessionIndex index, AlertOutbox outbox, Push push, ILogger<Announcements> logger)
{
    public Task MakeAsync(StoredSession saved, ScoringTransaction transaction, CancellationToken cancellation) =>
        GuardAsync(saved.Record.Id, () => AnnounceAsync(saved, transaction, cancellation));

    async Task AnnounceAsync(StoredSession saved, ScoringTransaction transaction, CancellationToken cancellation)
    {
        var delivered = await outbox.PushAsync(saved.Record, transaction.AlertsAtHand, cancellation);
        await Task.WhenAll(
            TellAsync(saved.Record, transaction),
            index.TouchAsync(saved.Record, saved.Record.LastSeen ?? default, cancellation).AsTask());
        await outbox.ClearAsync(saved, delivered, cancellation);
    }

    /// <summary>For messages that had been scored before: their sender waits for an answer, and alerts may be pending.</summary>
    public async Task RepeatAsync(StoredSession session, int acknowledged, CancellationToken cancellation)
    {
        await GuardAsync(session.Record.Id, () => DeliverAsync(session, cancellation));
        if (acknowledged > 0) await TryAsync(session.Record, () => AcknowledgeAsync(session.Record, acknowledged));
    }

    /// <summary>
    /// Has a session made final again that is not any more, because events were scored that had been accepted before its
    /// end. Nothing for others. The index first: the sweep finds there what the lifecycle could not be told.
    /// </summary>
    public async Task ReopenedAsync(SessionRecord session, DurableTaskClient durable, CancellationToken cancellation)
    {
        if (session.Finals == 0 || !IndexRow.IsActive(session.Session)) return;
        await GuardAsync(session.Id, async () =>
        {
            await index.ProjectAsync(session, cancellation);
            await SessionLifecycle.ChangedAsync(durable, session.Id, logger, cancellation);
        });
    }

    /// <summary>Pushes what a fault has left pending.</summary>
    public Task DeliverPendingAsync(SessionId id, CancellationToken cancellation) => GuardAsync(id, async () =>
    {
        if (await store.RecallAsync(id, cancellation) is { } session) await DeliverAsync(session, cancellation);
    });

    /// <summary>A defect here leaves alerts pending, which the next message or marker of the session tries again.</summary>
    async Task GuardAsync(SessionId session, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (!ScoringFault.IsOfMachinery(e))
        {
            Log.ScoredUntold(logger, session, e);
        }
    }

    async Task DeliverAsync(StoredSession session, CancellationToken cancellation) =>
        await outbox.ClearAsync(session, await outbox.PushAsync(session.Record, [], cancellation), cancellation);

    Task TellAsync(SessionRecord session, ScoringTransaction transaction)
    {
        List<Task> news = [];
        foreach (var page in transaction.Pages)
            news.Add(TryAsync(session, () => push.ActivityAsync(session.Plan, new RawJson(page.Json))));
        if (Score(transaction.Before.Record) != Score(session)) news.Add(TryAsync(session, () => push.ScoreAsync(session)));
        if (transaction.Facts.Count > 0) news.Add(TryAsync(session, () => push.SessionAsync(session)));
        if (transaction.Acknowledged > 0) news.Add(TryAsync(session, () => AcknowledgeAsync(session, transaction.Acknowledged)));
        return Task.WhenAll(news);

        static (int, double) Score(SessionRecord session) => (session.Integrity.Score, session.Risk.Score);
    }

    Task AcknowledgeAsync(SessionRecord session, int accepted) => push.AckAsync(session.Plan, accepted, session.Seen.UpToSeq);

    async Task TryAsync(SessionRecord session, Func<Task> tell)
    {
        try
        {
            await tell().WaitAsync(Push.Patience);
        }
        catch (Exception e)
        {
            Log.NotTold(logger, session.Id, session.Plan.OrganizationId, e);
        }
    }

    static partial class Log
    {
        [LoggerMessage(207, LogLevel.Error, "What was scored of session {SessionId} is saved, but could not be told")]
        public static partial void ScoredUntold(ILogger logger, SessionId sessionId, Exception exception);

        [LoggerMessage(203, LogLevel.Warning, "The SignalR service did not take a message about session {SessionId} ({OrganizationId})")]
        public static partial void NotTold(ILogger logger, SessionId sessionId, OrganizationId organizationId, Exception exception);
    }
}
