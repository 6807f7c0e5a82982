using System.Threading.Channels;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.History;

namespace Proctoring.Local.Durable.Engine;

/// <summary>An activity to run for an execution.</summary>
sealed record ActivityCall(string InstanceId, string ExecutionId, ActivityScheduled Activity);

/// <summary>
/// Runs activities, a limited number at a time. A result exists only once a step has taken it into the history: an
/// activity that was interrupted before that is run again, so activities run at least once.
/// </summary>
sealed class ActivityRunner(
    FunctionTable functions, DataConverter converter, Action<ActivityCall, HistoryEvent> finished, ILogger logger)
{
    // As many as the durable task extension takes on by default.
    static readonly int AtATime = 10 * Environment.ProcessorCount;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly Channel<ActivityCall> _calls = Channel.CreateUnbounded<ActivityCall>();
    readonly CancellationTokenSource _stopping = new();
    Task _running = Task.CompletedTask;

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => Task.Run(RunAsync)));

    public void Add(ActivityCall call) => _calls.Writer.TryWrite(call);

    /// <summary>Cancels what runs and waits for it; what does not finish is run again after the next start.</summary>
    public async Task StopAsync()
    {
        _calls.Writer.TryComplete();
        await _stopping.CancelAsync();
        try
        {
            await _running.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            logger.LogActivitiesAbandoned(Patience);
        }
    }

    async Task RunAsync()
    {
        await foreach (var call in _calls.Reader.ReadAllAsync())
        {
            if (_stopping.IsCancellationRequested) return;
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
        try
        {
            var result = await activity(call.InstanceId, input, _stopping.Token);
            return new ActivityCompleted(id, converter.Serialize(result));
        }
        catch (Exception e)
        {
            // The host aborts invocations when it stops; they count as never run.
            if (_stopping.IsCancellationRequested) return null;
            logger.LogActivityFailed(name, call.InstanceId, e);
            return new ActivityFailed(id, Failure.From(e));
        }
    }
}
