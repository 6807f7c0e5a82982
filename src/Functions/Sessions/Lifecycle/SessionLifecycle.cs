using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// What happens to a session by itself: its deadline, its end once all that was accepted is scored, and the reports. An idle session
/// costs one durable timer and nothing else. What happens after the retention time is the daily sweep's.
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
/// <item>Late events scored after the score was final: it is made final once more, and the reports again.</item>
/// <item>Marker or its answer lost: another marker is sent.</item>
/// <item>This instance itself lost or failed: the sweep schedules it again.</item>
/// </list>
/// </remarks>
static partial class SessionLifecycle
{
    public const string ChangedEvent = "changed";
    public const string DrainedEvent = "drained";

    const int StartAttempts = 5;
    static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(50);

    public static string InstanceId(SessionId session) => $"lifecycle-{session}";

    [Function(nameof(SessionLifecycle))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<LifecycleInput>()!;
        try
        {
            // A new run whenever the history grows long.
            if (await new LifecycleRun(context, input.Session).FollowAsync() is { } next)
                context.ContinueAsNew(next);
        }
        catch (Exception e)
        {
            Log.LifecycleFailed(context.CreateReplaySafeLogger(typeof(SessionLifecycle)), input.Session, e);
            throw;
        }
    }

    /// <summary>
    /// Has the lifecycle of a session run. Comes before the save that starts or ends a session: should the process stop
    /// between the two, an instance looks in vain and ends, whereas the other way round nobody would hold the deadline.
    /// </summary>
    public static async Task EnsureAsync(DurableTaskClient durable, SessionId session, CancellationToken cancellation)
    {
        var instance = InstanceId(session);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await durable.ScheduleNewOrchestrationInstanceAsync(
                    nameof(SessionLifecycle),
                    new LifecycleInput(session),
                    new StartOrchestrationOptions(instance),
                    cancellation);
                return;
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // Which exception says "there is one already" depends on the backend, so ask.
                if (await IsAliveAsync(durable, instance, cancellation))
                    return;
                if (attempt == StartAttempts)
                    throw;
            }

            // Somebody else may be starting it right now: it is refused already, but cannot be seen yet.
            await Task.Delay(StartPause * attempt, cancellation);
        }
    }

    /// <summary>
    /// Tells the lifecycle to read the session again. May come twice, late or never (see above).
    /// </summary>
    public static async Task ChangedAsync(
        DurableTaskClient durable, SessionId session, ILogger logger, CancellationToken cancellation)
    {
        var instance = InstanceId(session);
        var found = await durable.GetInstanceAsync(instance, cancellation);
        if (found is { IsCompleted: false })
        {
            await durable.RaiseEventAsync(instance, ChangedEvent, cancellation);
            return;
        }

        if (found is { RuntimeStatus: OrchestrationRuntimeStatus.Failed }) Log.LifecycleRestarted(logger, session);
        await EnsureAsync(durable, session, cancellation);
    }

    /// <summary>
    /// Everything accepted for a session before the marker with this reason is scored. Never fails: who scores must not
    /// stop for that, and the lifecycle sends another marker when it gets no answer to one.
    /// </summary>
    public static async Task DrainedAsync(
        DurableTaskClient durable, SessionId session, string reason, CancellationToken cancellation)
    {
        try
        {
            await durable.RaiseEventAsync(InstanceId(session), DrainedEvent, reason, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
        }
    }

    /// <summary>
    /// Ends the lifecycle of a session that was removed, which would otherwise wait for its deadline. Never fails: what
    /// goes on finds no session and ends.
    /// </summary>
    public static async Task StopAsync(DurableTaskClient durable, SessionId session, CancellationToken cancellation)
    {
        try
        {
            await durable.TerminateInstanceAsync(InstanceId(session), cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
        }
    }

    static async Task<bool> IsAliveAsync(DurableTaskClient durable, string instance, CancellationToken cancellation) =>
        await durable.GetInstanceAsync(instance, cancellation) is { IsCompleted: false };

    static partial class Log
    {
        [LoggerMessage(402, LogLevel.Error, "The lifecycle of session {SessionId} failed; whoever looks at the session next starts it again")]
        public static partial void LifecycleFailed(ILogger logger, SessionId sessionId, Exception exception);

        // Tells also of failures that do not pass through the orchestrator's code.
        [LoggerMessage(403, LogLevel.Error, "The lifecycle of session {SessionId} had failed and is started again")]
        public static partial void LifecycleRestarted(ILogger logger, SessionId sessionId);
    }
}

/// <summary>Input of <see cref="SessionLifecycle"/>.</summary>
sealed record LifecycleInput(SessionId Session);
