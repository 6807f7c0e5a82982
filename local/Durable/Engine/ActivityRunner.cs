using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.History;

namespace Proctoring.Local.Durable.Engine;

/// <summary>An activity to run for an execution.</summary>
/// <param name="TraceParent">Of the instance.</param>
sealed record ActivityCall(string InstanceId, string ExecutionId, ActivityScheduled Activity, string? TraceParent);

/// <summary>
/// Runs activities, a limited number at a time. A result exists only once a step has taken it into the history: an
/// activity that was interrupted before that is run again, so activities run at least once.
/// </summary>
sealed class ActivityRunner(
    HubFunctions functions, int atATime, DataConverter converter, Action<ActivityCall, HistoryEvent> finished, ILogger logger)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly Channel<ActivityCall> _calls = Channel.CreateUnbounded<ActivityCall>();
    readonly CancellationTokenSource _abort = new();
    Task _running = Task.CompletedTask;
    volatile bool _stopping;

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, atATime).Select(_ => Task.Run(RunAsync)));

    public void Add(ActivityCall call) => _calls.Writer.TryWrite(call);

    /// <summary>
    /// Begins no further activity, waits for those that run, cancels them when the grace ends. What does not finish
    /// is run again after the next start.
    /// </summary>
    public async Task StopAsync(CancellationToken graceEnds)
    {
        _stopping = true;
        _calls.Writer.TryComplete();
        await Task.WhenAny(_running, Task.Delay(Timeout.Infinite, graceEnds));
        if (_running.IsCompleted) return;
        await _abort.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(Patience, CancellationToken.None));
        if (!_running.IsCompleted) logger.LogActivitiesAbandoned();
    }

    async Task RunAsync()
    {
        await foreach (var call in _calls.Reader.ReadAllAsync())
        {
            if (_stopping) return;
            if (await RunAsync(call) is { } result) finished(call, result);
        }
    }

    async Task<HistoryEvent?> RunAsync(ActivityCall call)
    {
        var (id, name, input) = call.Activity;
        if (!functions.Activities.TryGetValue(name, out var activity))
            return new ActivityFailed(id, new Failure(
                "ActivityTaskNotFound",
                $"The function '{name}' doesn't exist, is disabled, or is not an activity function.",
                NonRetriable: true));
        using var span = DurableSpans.StartActivity(name, call.InstanceId, call.TraceParent);
        try
        {
            var result = await activity(call.InstanceId, input, _abort.Token);
            return new ActivityCompleted(id, converter.Serialize(result));
        }
        catch (Exception e)
        {
            // The host aborts invocations when it stops; they count as never run.
            if (_abort.IsCancellationRequested) return null;
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            logger.LogActivityFailed(name, call.InstanceId, e);
            return new ActivityFailed(id, Failure.From(e));
        }
    }
}
