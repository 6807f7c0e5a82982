using Microsoft.DurableTask;
using Proctoring.Domain;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// One run of the orchestrator, from the start of a session to its reports. Deterministic: it knows the time and the
/// session only through <paramref name="context"/>.
/// </summary>
sealed class LifecycleRun(TaskOrchestrationContext context, SessionId session)
{
    const int StartLooks = 4;
    const int MostSteps = 40;
    static readonly TimeSpan StartWait = TimeSpan.FromSeconds(20);
    static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SilenceWait = TimeSpan.FromSeconds(30);
    static readonly TimeSpan FirstDrainWait = TimeSpan.FromSeconds(30);
    /// <summary>Events that come after the end come in company: so they make one more version of the reports, not many.</summary>
    static readonly TimeSpan LateWait = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestDrainWait = TimeSpan.FromMinutes(10);

    /// <summary>Storage may be away for hours; to give up would leave a session without an end.</summary>
    static readonly TaskOptions Patiently = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: 10_000, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(2))));

    // One waiter each, renewed when it was served: an abandoned waiter would swallow an event.
    Task<string?> _changed = context.WaitForExternalEvent<string?>(SessionLifecycle.ChangedEvent);
    Task<string?> _drained = context.WaitForExternalEvent<string?>(SessionLifecycle.DrainedEvent);
    int _steps;

    DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    /// <summary>The input to continue as new with; null when nothing is left to do.</summary>
    public async Task<LifecycleInput?> FollowAsync()
    {
        var view = await CallAsync(nameof(LookAtSession));
        for (var looks = 1; view.Stage is LifecycleStage.NotStarted && looks < StartLooks; looks++)
        {
            await ChangedOrAsync(Now + StartWait);
            view = await CallAsync(nameof(LookAtSession));
        }

        while (view.Stage is LifecycleStage.Open)
        {
            if (++_steps > MostSteps)
                return new LifecycleInput(session);
            view = await StepAsync(view);
        }

        if (view.Stage is LifecycleStage.Ended)
        {
            if (view.WasStarted && !await SettleAsync(view))
                return new LifecycleInput(session);
            view = await CallAsync(nameof(FinalizeSession));
        }

        if (view.Stage is not LifecycleStage.Finalized)
            return null;
        if (view.WasStarted)
            await context.CallActivityAsync(nameof(RequestFinalReports), session, Patiently);
        // What changed while the reports were asked for: late events, say.
        return _changed.IsCompleted ? new LifecycleInput(session) : null;
    }

    /// <summary>Waits for whatever comes next in a session that is running or paused, and deals with it.</summary>
    async Task<LifecycleView> StepAsync(LifecycleView view)
    {
        if (view.Deadline <= Now)
        {
            view = await CallAsync(nameof(EndOverdueSession));
            if (view.Stage is LifecycleStage.Open && view.Deadline <= Now)
                await context.CreateTimer((Now + ClockDifference).UtcDateTime, CancellationToken.None);
            return view;
        }

        if (!view.IsSilent)
        {
            await ChangedOrAsync(view.Deadline);
            return await CallAsync(nameof(LookAtSession));
        }

        // Silent as far as has been scored: what was accepted since may still wait in the stream, so ask it first.
        var until = view.Deadline is { } deadline && deadline < Now + SilenceWait ? deadline : Now + SilenceWait;
        return await DrainedAsync($"silence {Now:O}", until)
            ? await CallAsync(nameof(EndSilentSession))
            : await CallAsync(nameof(LookAtSession));
    }

    /// <summary>
    /// Waits until all that was accepted before the end is scored. False: not yet, continue in a new run.
    /// </summary>
    async Task<bool> SettleAsync(LifecycleView view)
    {
        var settledAt = view.Finals == 0 ? view.SettledAt!.Value : Now + LateWait;
        var reason = view.Finals == 0 ? "end" : $"end {view.Finals}";
        if (settledAt > Now)
            await context.CreateTimer(settledAt.UtcDateTime, CancellationToken.None);
        var wait = FirstDrainWait;
        while (!await DrainedAsync(reason, Now + wait))
        {
            if (++_steps > MostSteps)
                return false;
            wait = wait < LongestDrainWait / 2 ? wait * 2 : LongestDrainWait;
        }

        return true;
    }

    /// <summary>
    /// Sends a marker down the stream and waits for the answer to it; false when there was none in time.
    /// </summary>
    async Task<bool> DrainedAsync(string reason, DateTimeOffset until)
    {
        await context.CallActivityAsync(nameof(SendDrainMarker), new SendDrainMarker.Input(session, reason), Patiently);
        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(until.UtcDateTime, stop.Token);
        while (await Task.WhenAny(_drained, timer) == _drained)
        {
            var answer = await _drained;
            _drained = context.WaitForExternalEvent<string?>(SessionLifecycle.DrainedEvent);
            if (answer == reason)
            {
                stop.Cancel();
                return true;
            }
        }

        return false;
    }

    async Task ChangedOrAsync(DateTimeOffset? at)
    {
        if (at is not { } time)
        {
            await _changed;
        }
        else
        {
            // An outstanding timer would keep the instance running to its end.
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(time.UtcDateTime, stop.Token);
            if (await Task.WhenAny(_changed, timer) == timer)
                return;
            stop.Cancel();
        }

        _changed = context.WaitForExternalEvent<string?>(SessionLifecycle.ChangedEvent);
    }

    Task<LifecycleView> CallAsync(string activity) => context.CallActivityAsync<LifecycleView>(activity, session, Patiently);
}
