using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Removes sessions that nobody has started, once the retention time has passed since they were planned and since the
/// time that they were planned for. A lifecycle, which removes the others, begins only with the start.
/// </summary>
sealed partial class ForgetUnstartedSessions(
    SessionStore store, SessionIndex index, SessionCommands commands, SessionRemoval removal, SessionOptions options, TimeProvider clock,
    ILogger<ForgetUnstartedSessions> logger)
{
    [Function(nameof(ForgetUnstartedSessions))]
    public async Task RunAsync([TimerTrigger("0 14 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var before = clock.GetUtcNow().AddDays(-options.RetentionDays);
        await foreach (var id in index.NeverBegunAsync(before, cancellation))
        {
            try
            {
                if (await IsOverAsync(id, before, cancellation)) await removal.RunAsync(id, cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                // The others' turn must still come; this one's comes again tomorrow.
                Log.NotForgotten(logger, id, failure);
            }
        }
    }

    async Task<bool> IsOverAsync(SessionId id, DateTimeOffset before, CancellationToken cancellation)
    {
        switch (await store.ReadAsync(id, cancellation))
        {
            case { Session: Session.Scheduled or Session.Ready } session when !(session.Plan.ScheduledAt > before):
                // Cancelled before it is removed: a start at the same moment is either refused or saves the session. Without
                // a lifecycle, which would only wait to remove it; a crash in between leaves that to the next case.
                var outcome = await commands.ExecuteAsync(
                    id, (_, at) => new SessionCommand.Expire(Actor.System, at), durable: null, cancellation);
                return outcome?.Facts.Count > 0;
            case { Session: Session.Ended { Outcome: Outcome.Cancelled } ended }:
                return ended.EndedAt <= before;
            default:
                return false;
        }
    }

    static partial class Log
    {
        [LoggerMessage(404, LogLevel.Error, "Session {SessionId}, which was never started, could not be removed")]
        public static partial void NotForgotten(ILogger logger, SessionId sessionId, Exception exception);
    }
}
