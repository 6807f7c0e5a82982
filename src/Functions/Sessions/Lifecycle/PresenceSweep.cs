using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Looks at the active sessions whose time to be looked at has come: candidates that are missing, and sessions whose
/// index or lifecycle was left behind by a crash. What it does is decided on the session itself, never on the index.
/// </summary>
sealed partial class PresenceSweep(
    SessionStore store, SessionIndex index, SessionCommands commands, TimeProvider clock, ILogger<PresenceSweep> logger)
{
    const int AtATime = 16;
    static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    [Function(nameof(PresenceSweep))]
    public Task RunAsync(
        [TimerTrigger("*/15 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable,
        CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            index.DueAsync(clock.GetUtcNow(), cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation },
            async (due, _) =>
            {
                try
                {
                    await LookAsync(due, durable, cancellation);
                }
                catch (Exception failure) when (!cancellation.IsCancellationRequested)
                {
                    // The others' turn must still come; this one is looked at again in 15 s.
                    Log.LookFailed(logger, due.Id, failure);
                }
            });

    async Task LookAsync(DueSession due, DurableTaskClient durable, CancellationToken cancellation)
    {
        var session = await store.ReadAsync(due.Id, cancellation);
        if (session is null)
        {
            await index.DropAsync(due, cancellation);
            return;
        }

        if (due.Status != session.Session.Status || !IndexRow.IsActive(session.Session))
        {
            // Saved, but the process stopped before it could tell.
            await commands.AnnounceAsync(session, durable);
            return;
        }

        var now = clock.GetUtcNow();
        if (!session.IsLimited
            && session.Session is Session.Running { MissingSince: null } running
            && now - session.LastHeard() >= running.Plan.Policy.MissingAfter)
        {
            var outcome = await commands.ExecuteAsync(
                due.Id,
                (current, at) => new SessionCommand.ReportMissing(Actor.System, at, current.LastHeard()),
                durable: null,
                cancellation);
            // The index says by now when to look next.
            if (outcome?.Facts.Count > 0)
                return;
        }

        var next = IndexRow.NextLook(session);
        if (session.Session is Session.Paused)
        {
            next = now + IndexRow.PausedLook;
        }
        else if (next <= now)
        {
            // Silent for too long, past the deadline, or not finalised: the lifecycle's to deal with, if it still can.
            await SessionLifecycle.ChangedAsync(durable, due.Id, logger, cancellation);
            next = now + Again;
        }

        await index.LookAgainAsync(due, next, cancellation);
    }

    static partial class Log
    {
        [LoggerMessage(401, LogLevel.Error, "Looking at session {SessionId} failed")]
        public static partial void LookFailed(ILogger logger, SessionId sessionId, Exception exception);
    }
}
