using System.Diagnostics;

namespace Proctoring.Local.Durable.Engine;

/// <summary>
/// The spans that the real extension makes (distributed tracing V2), if anybody listens: one where an orchestration is
/// scheduled, and one for each activity. An orchestration that was scheduled in a trace stays in it. That of an
/// orchestration's whole execution is not made here: activities are children of the scheduling.
/// </summary>
static class DurableSpans
{
    static readonly ActivitySource Source = new("Microsoft.DurableTask");

    public static Activity? StartCreation(string name, string instanceId) =>
        Describe(Source.StartActivity($"create_orchestration:{name}", ActivityKind.Producer), "orchestration", name, instanceId);

    /// <summary>None outside a trace.</summary>
    public static Activity? StartActivity(string name, string instanceId, string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent)
            ? Describe(Source.StartActivity($"activity:{name}", ActivityKind.Server, parent), "activity", name, instanceId)
            : null;

    static Activity? Describe(Activity? activity, string type, string name, string instanceId) => activity
        ?.SetTag("durabletask.type", type).SetTag("durabletask.task.name", name).SetTag("durabletask.task.instance_id", instanceId);
}
