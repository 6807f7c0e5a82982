using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Removes sessions once the retention time has passed since their end; those that nobody has started, since they were planned and since
/// the time that they were planned for. Nothing waits for a session's day: each day the lists are asked what is over by the retention
/// time of today, so that neither a lost task hub nor a shorter retention time leaves anything behind.
/// </summary>
/// <remarks>
/// The lists tell which sessions were planned long enough ago and, as far as they know, when they ended; what is decided on is the session
/// itself. Whatever was left by a crash is found the next day: a session stays in its organisation's list until all else of it is gone.
/// </remarks>
sealed partial class RemoveExpiredSessions(
    SessionStore store, SessionIndex index, SessionCommands commands, SessionRemoval removal, SessionOptions options, TimeProvider clock,
    ILogger<RemoveExpiredSessions> logger) : IDailyWork
{
    const int InParallel = 8;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        var before = clock.GetUtcNow().AddDays(-options.RetentionDays);
        await foreach (var organization in index.OrganizationsAsync(cancellation))
            await Parallel.ForEachAsync(
                index.EndedBeforeAsync(organization, before, cancellation),
                new ParallelOptions { MaxDegreeOfParallelism = InParallel, CancellationToken = cancellation },
                async (listed, _) => await LookAsync(organization, listed, before, durable, cancellation));
    }

    async Task LookAsync(
        OrganizationId organization, ListedEnd listed, DateTimeOffset before, DurableTaskClient durable, CancellationToken cancellation)
    {
        try
        {
            if (!await IsOverAsync(listed, before, cancellation)) return;
            await removal.RunAsync(organization, listed.Id, cancellation);
            // One that ended is finished long since; of others nobody knows.
            if (listed.EndedAt is null) await SessionLifecycle.StopAsync(durable, listed.Id, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            // The others' turn must still come; this one's comes again tomorrow.
            Log.NotRemoved(logger, listed.Id, organization, failure);
        }
    }

    async Task<bool> IsOverAsync(ListedEnd listed, DateTimeOffset before, CancellationToken cancellation)
    {
        SessionRecord? session;
        try
        {
            session = await store.ReadAsync(listed.Id, cancellation);
        }
        catch (UnreadableSessionException)
        {
            // Nobody can tell when it ended, but nothing has happened to it since it was last written.
            return (listed.EndedAt ?? await store.LastWrittenAsync(listed.Id, cancellation)) <= before;
        }

        switch (session?.Session)
        {
            case null:
                return true;
            case Session.Scheduled or Session.Ready when !(session.Plan.ScheduledAt > before):
                // Cancelled before it is removed: a start at the same moment is either refused or saves the session.
                var outcome = await commands.ExecuteAsync(
                    listed.Id, (_, at) => new SessionCommand.Expire(Actor.System, at), durable: null, cancellation);
                return outcome?.Facts.Count > 0;
            case var state when state.EndedAt() <= before:
                return true;
            default:
                // Saved, but the process stopped before it could tell the lists.
                if (session.Session.EndedAt() is not null) await index.ProjectAsync(session, cancellation);
                return false;
        }
    }

    static partial class Log
    {
        [LoggerMessage(404, LogLevel.Error, "Session {SessionId} ({OrganizationId}), whose retention time is over, could not be removed")]
        public static partial void NotRemoved(ILogger logger, SessionId sessionId, OrganizationId organizationId, Exception exception);
    }
}
