using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Alerts;

/// <summary>
/// Pushes alerts that are committed. They stay pending in the session's state until the SignalR service has taken them:
/// a process that stops in between has the message of the stream come again and with it a second push. When the service
/// does not take one, the session is noted in a table of its own, which <see cref="RetryAlerts"/> works off.
/// </summary>
sealed partial class AlertOutbox(
    SessionStore store, AlertLog alerts, Push push,
    [FromKeyedServices(AlertOutbox.TableName)] TableClient failed, ILogger<AlertOutbox> logger)
{
    public const string TableName = "alertoutbox";
    const string Partition = "failed";

    /// <summary>Pushes what is pending, oldest first. Gives what the service has taken. Throws only for storage.</summary>
    /// <param name="session">The session as it was saved.</param>
    /// <param name="atHand">Alerts that need not be read, because they were just made.</param>
    /// <param name="cancellation">Ends what is under way.</param>
    public async Task<IReadOnlyCollection<AlertId>> PushAsync(
        SessionRecord session, IReadOnlyList<Alert> atHand, CancellationToken cancellation)
    {
        if (session.Outbox.Count == 0) return [];
        List<AlertId> taken = [];
        foreach (var id in session.Outbox)
        {
            var alert = atHand.FirstOrDefault(made => made.Id == id) ?? await alerts.FindAsync(session.Id, id, cancellation);
            using var activity = alert is null ? null : Tracing.StartAlertPush(session.Id, session.Plan.OrganizationId, alert.Type);
            try
            {
                if (alert is not null) await push.AlertAsync(session.Plan, alert).WaitAsync(Push.Patience, cancellation);
                taken.Add(id);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                activity.Fail(e);
                Log.NotPushed(logger, id, session.Id, session.Plan.OrganizationId, e);
                await failed.UpsertEntityAsync(
                    new TableEntity(Partition, session.Id.Value), TableUpdateMode.Replace, cancellation);
                break; // their order is kept
            }
        }

        return taken;
    }

    /// <summary>Notes in the session's state that alerts are no longer pending.</summary>
    public async Task ClearAsync(StoredSession session, IReadOnlyCollection<AlertId> pushed, CancellationToken cancellation)
    {
        if (pushed.Count == 0) return;
        try
        {
            await store.SaveAsync(session, session.Record.Pushed(pushed), [], [], cancellation);
        }
        catch (SessionConflictException)
        {
            await store.ChangeAsync(
                session.Record.Id,
                now => ValueTask.FromResult(now.Outbox.Any(pushed.Contains) ? new SessionChange(now.Pushed(pushed), [], []) : null),
                cancellation);
        }
    }

    /// <summary>Tries again what the service did not take.</summary>
    public async Task RetryAsync(CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var row in failed.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            try
            {
                if (await RetryAsync(SessionId.Parse(row.RowKey), cancellation))
                    await failed.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                // The next round has it; the other sessions' alerts do not wait for that.
                Log.NotRetried(logger, row.RowKey, e);
            }
        }
    }

    /// <summary>Whether nothing is pending any more.</summary>
    async Task<bool> RetryAsync(SessionId id, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { } session) return true;
        var pushed = await PushAsync(session.Record, [], cancellation);
        await ClearAsync(session, pushed, cancellation);
        return pushed.Count == session.Record.Outbox.Count;
    }

    static partial class Log
    {
        [LoggerMessage(300, LogLevel.Warning,
            "The SignalR service did not take alert {AlertId} of session {SessionId} ({OrganizationId}); it is tried again")]
        public static partial void NotPushed(
            ILogger logger, AlertId alertId, SessionId sessionId, OrganizationId organizationId, Exception exception);

        [LoggerMessage(301, LogLevel.Warning, "Pending alerts of session {SessionId} could not be worked off; they are tried again")]
        public static partial void NotRetried(ILogger logger, string sessionId, Exception exception);
    }
}
