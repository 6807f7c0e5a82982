using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Durable;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Orchestration {Name} ({InstanceId}) failed.")]
    public static partial void LogOrchestratorFailed(this ILogger logger, string name, string instanceId, Exception exception);

    [LoggerMessage(2, LogLevel.Error,
        "Orchestration {Name} ({InstanceId}) awaited a task that is not durable; what follows it will not run. "
        + "An orchestrator may only await tasks of its context.")]
    public static partial void LogIllegalAwait(this ILogger logger, string name, string instanceId);

    [LoggerMessage(3, LogLevel.Warning, "Activity {Name} of orchestration instance {InstanceId} failed.")]
    public static partial void LogActivityFailed(this ILogger logger, string name, string instanceId, Exception exception);

    [LoggerMessage(4, LogLevel.Information,
        "The last {Torn} bytes of {Path} were torn by a crash and never acknowledged; it goes on after byte {Whole}.")]
    public static partial void LogTornJournal(this ILogger logger, string path, long torn, long whole);

    [LoggerMessage(5, LogLevel.Critical, "What the journal {Path} holds cannot be taken in; orchestrations stand still until the next start.")]
    public static partial void LogJournalBroken(this ILogger logger, string path, Exception exception);

    [LoggerMessage(6, LogLevel.Warning,
        "Stopped without activities that do not heed their cancellation token; they run again after the next start.")]
    public static partial void LogActivitiesAbandoned(this ILogger logger);

    [LoggerMessage(7, LogLevel.Critical, "The journal {Path} cannot be written; orchestrations stand still until it can be.")]
    public static partial void LogJournalFails(this ILogger logger, string path, Exception exception);

    [LoggerMessage(8, LogLevel.Information, "The journal {Path} is written again.")]
    public static partial void LogJournalWritten(this ILogger logger, string path);

    [LoggerMessage(9, LogLevel.Warning, "The journal {Path} could not be made shorter; it is tried again when it has grown.")]
    public static partial void LogNotCompacted(this ILogger logger, string path, Exception exception);
}
