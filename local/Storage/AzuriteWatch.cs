using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Storage;

/// <summary>
/// Starts the storage emulator again when it has ended, as a real account comes back by itself. Meanwhile its clients find nobody, which the
/// application answers with 503.
/// </summary>
sealed partial class AzuriteWatch(AzuriteProcess azurite, ILogger<AzuriteWatch> logger) : BackgroundService
{
    static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>One that lived for less counts as not started: the pauses go on growing.</summary>
    static readonly TimeSpan Sound = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.Zero;
        while (true)
        {
            var since = TimeProvider.System.GetTimestamp();
            await azurite.EndAsync(stoppingToken);
            if (TimeProvider.System.GetElapsedTime(since) >= Sound) pause = TimeSpan.Zero;
            Log.Ended(logger, azurite.ProcessId);
            do
            {
                await Task.Delay(pause, stoppingToken);
                pause = TimeSpan.FromTicks(Math.Clamp(2 * pause.Ticks, ShortestPause.Ticks, LongestPause.Ticks));
            }
            while (!await TryRestartAsync(pause, stoppingToken));
        }
    }

    async Task<bool> TryRestartAsync(TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await azurite.RestartAsync(cancellation);
            Log.Started(logger, azurite.ProcessId);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Log.NotStarted(logger, pause, e.Message);
            return false;
        }
    }

    static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The storage emulator (process {ProcessId}) has ended; starting it again")]
        public static partial void Ended(ILogger logger, int? processId);

        [LoggerMessage(Level = LogLevel.Information, Message = "The storage emulator serves again (process {ProcessId})")]
        public static partial void Started(ILogger logger, int? processId);

        [LoggerMessage(Level = LogLevel.Error, Message = "The storage emulator did not start; once more in {Pause}: {Reason}")]
        public static partial void NotStarted(ILogger logger, TimeSpan pause, string reason);
    }
}
