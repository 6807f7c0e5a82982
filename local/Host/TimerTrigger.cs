using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Host;

/// <summary>
/// Runs functions by the clock, each one at most once at a time. Schedules of a minute or more are monitored: their
/// status is kept in the data folder, and a run that was missed while nothing ran is made up for at the start.
/// </summary>
sealed partial class TimerTrigger(
    LocalOptions options, RetryPolicy retries, TimeProvider clock, IConfiguration configuration, ILogger<TimerTrigger> logger) : ITrigger
{
    static readonly Dictionary<string, object?> NoData = [];
    static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    static readonly TimeSpan LongestStep = TimeSpan.FromDays(40);

    readonly CancellationTokenSource _stopping = new();
    readonly CancellationTokenSource _cancelling = new();
    Task _running = Task.CompletedTask;

    public Type Attribute => typeof(TimerTriggerAttribute);

    public Task StartAsync(IReadOnlyList<LocalFunction> functions, CancellationToken cancellation)
    {
        var loops = functions.Select(function =>
        {
            var trigger = (TimerTriggerAttribute)function.Trigger;
            if (function.TriggerParameter.ParameterType != typeof(TimerInfo))
                throw new NotSupportedException($"Function '{function.Name}': a timer trigger binds to TimerInfo.");
            try
            {
                return RunAsync(function, trigger, Schedule.Parse(Setting.Resolve(configuration, trigger.Schedule)));
            }
            catch (FormatException e)
            {
                throw new StartupException($"Function '{function.Name}': {e.Message}", e);
            }
        });
        _running = Task.WhenAll([.. loops]);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await using var cancel = cancellation.Register(_cancelling.Cancel);
        await _running;
    }

    async Task RunAsync(LocalFunction function, TimerTriggerAttribute trigger, Schedule schedule)
    {
        await Task.Yield();
        var now = Now;
        var status = IsMonitored(trigger, schedule, now) ? Read(function) ?? new() : null;
        if (status is { Next: var missed } && missed != default && missed <= now) await InvokeAsync(function, status, isPastDue: true);
        else if (trigger.RunOnStartup) await InvokeAsync(function, status, isPastDue: false);

        while (schedule.Next(now = Now) is { } next)
        {
            if (status is not null)
            {
                (status.Next, status.LastUpdated) = (next, now);
                Write(function, status);
            }
            try
            {
                await WaitUntilAsync(next);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await InvokeAsync(function, status, isPastDue: false);
            if (_stopping.IsCancellationRequested) return;
        }
    }

    async Task WaitUntilAsync(DateTime time)
    {
        // In steps, since a delay takes at most about 49 days.
        for (var left = time - Now; left > TimeSpan.Zero; left = time - Now)
            await Task.Delay(left < LongestStep ? left : LongestStep, clock, _stopping.Token);
    }

    async Task InvokeAsync(LocalFunction function, ScheduleStatus? status, bool isPastDue)
    {
        try
        {
            await retries.TryRunAsync(function, new TimerInfo { ScheduleStatus = status, IsPastDue = isPastDue }, NoData, _stopping.Token, _cancelling.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            Log.Cancelled(logger, function.Name);
        }
        if (status is not null) status.Last = Now;
    }

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    static bool IsMonitored(TimerTriggerAttribute trigger, Schedule schedule, DateTime now) =>
        trigger.UseMonitor && schedule.Next(now) is { } first && schedule.Next(first) is { } second && second - first >= ShortestMonitored;

    string StatusFile(LocalFunction function) => Path.Combine(options.DataFolder, "timers", function.Name + ".json");

    ScheduleStatus? Read(LocalFunction function)
    {
        var file = StatusFile(function);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllText(file)) : null;
        }
        catch (JsonException)
        {
            // Half a file, after a crash: as if there were none.
            return null;
        }
    }

    void Write(LocalFunction function, ScheduleStatus status)
    {
        var file = StatusFile(function);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, JsonSerializer.Serialize(status));
        }
        catch (IOException e)
        {
            // Without it, a run that is missed until the next start is not made up for. The timer goes on.
            Log.NotNoted(logger, function.Name, e);
        }
    }

    static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Function} was cancelled by the stop")]
        public static partial void Cancelled(ILogger logger, string function);

        [LoggerMessage(Level = LogLevel.Warning, Message = "When {Function} is due next could not be noted")]
        public static partial void NotNoted(ILogger logger, string function, Exception exception);
    }
}
