using Proctoring.Local.Durable.Replay;

namespace Proctoring.Local.Durable.Engine;

/// <summary>Runs an activity function once with its JSON input.</summary>
delegate Task<object?> RunActivity(string instanceId, string? input, CancellationToken cancellation);

/// <summary>The application's orchestrators and activities by name, which is compared without regard to case.</summary>
sealed class HubFunctions
{
    public Dictionary<string, RunOrchestrator> Orchestrators { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, RunActivity> Activities { get; } = new(StringComparer.OrdinalIgnoreCase);
}
