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
}
