using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// What happens to a session by itself: its deadline, its end once all that was accepted is scored, the reports, and
/// after the retention time its removal. An idle session costs one durable timer and nothing else.
/// </summary>
/// <remarks>
/// Every step reads the session anew and is safe to repeat, so that a crash between two steps loses nothing:
/// <list type="bullet">
/// <item>Scheduled but the start never committed: nothing begins, and after a minute this ends.</item>
/// <item>Start committed but <c>changed</c> not raised: the first look finds the session running.</item>
/// <item>Pause, resume or time committed but <c>changed</c> not raised: deadlines only move later, and at the old one
/// the session is read again.</item>
/// <item>End committed but <c>changed</c> not raised: noticed at the deadline, or by the sweep before that.</item>
/// <item>Ended by an activity that crashed before it could say so: the activity runs again and finds it done.</item>
/// <item>Marker or its answer lost: another marker is sent.</item>
/// <item>This instance itself lost or failed: the sweep schedules it again.</item>
/// </list>
/// </remarks>
static class SessionLifecycle
{
    public const string ChangedEvent = "changed";
    public const string DrainedEvent = "drained";

    public static string InstanceId(SessionId session) => $"lifecycle-{session}";

    /// <summary>
    /// Has the lifecycle of a session run. Comes before the save that starts or ends a session: should the process stop
    /// between the two, an instance looks in vain and ends, whereas the other way round nobody would hold the deadline.
    /// </summary>
    public static async Task EnsureAsync(DurableTaskClient durable, SessionId session, CancellationToken cancellation)
    {
        var instance = InstanceId(session);
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(
                nameof(SessionLifecycle), new LifecycleInput(session), new StartOrchestrationOptions(instance), cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // Which exception says "there is one already" depends on the backend, so ask.
            if (!await IsAliveAsync(durable, instance, cancellation))
                throw;
        }
    }

    /// <summary>
    /// Tells the lifecycle to read the session again. May come twice, late or never (see above).
    /// </summary>
    public static async Task ChangedAsync(DurableTaskClient durable, SessionId session, CancellationToken cancellation)
    {
        var instance = InstanceId(session);
        if (await IsAliveAsync(durable, instance, cancellation))
            await durable.RaiseEventAsync(instance, ChangedEvent, cancellation);
        else
            await EnsureAsync(durable, session, cancellation);
    }

    /// <summary>Everything accepted for a session up to the marker with this reason is scored.</summary>
    public static Task DrainedAsync(DurableTaskClient durable, SessionId session, string reason, CancellationToken cancellation) =>
        throw new NotImplementedException();

    static async Task<bool> IsAliveAsync(DurableTaskClient durable, string instance, CancellationToken cancellation) =>
        await durable.GetInstanceAsync(instance, cancellation) is { IsCompleted: false };
}

/// <summary>Input of <see cref="SessionLifecycle"/>; with a time to purge at, only that is left to do.</summary>
sealed record LifecycleInput(SessionId Session, DateTimeOffset? PurgeAt = null);
