using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Host;

/// <summary>Starts the triggers after the application's own hosted services and stops them before those.</summary>
sealed partial class TriggerRunner(FunctionTable functions, IEnumerable<ITrigger> triggers, ILogger<TriggerRunner> logger) : IHostedService
{
    /// <summary>How long a stop waits for running invocations before their cancellation tokens are signalled.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    readonly List<ITrigger> _started = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var byTrigger = functions.All.ToLookup(function => function.Trigger.GetType());
        var known = triggers.Select(trigger => trigger.Attribute).Append(typeof(HttpTriggerAttribute)).ToHashSet();
        if (functions.All.FirstOrDefault(function => !known.Contains(function.Trigger.GetType())) is { } orphan)
            throw new NotSupportedException($"Function '{orphan.Name}': the local host has no {orphan.Trigger.GetType().Name}.");

        foreach (var trigger in triggers)
        {
            await trigger.StartAsync([.. byTrigger[trigger.Attribute]], cancellationToken);
            _started.Add(trigger);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        cancel.CancelAfter(Grace);
        var stopping = Task.WhenAll(_started.AsEnumerable().Reverse().Select(trigger => trigger.StopAsync(cancel.Token)).ToList());
        _started.Clear();
        try
        {
            await stopping.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!stopping.IsCompleted)
        {
            Log.GaveUp(logger);
        }
    }

    static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Stopped without waiting any longer for functions that ignore their cancellation")]
        public static partial void GaveUp(ILogger logger);
    }
}
