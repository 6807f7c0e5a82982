using Proctoring.Local.Durable.Engine;

namespace Proctoring.Local.Durable.Functions;

/// <summary>Starts the hub when both kinds of functions are known.</summary>
sealed class HubStart(TaskHub hub)
{
    int _missing = 2;

    public HubFunctions Functions => hub.Functions;

    public void Known()
    {
        if (Interlocked.Decrement(ref _missing) == 0) hub.Start();
    }

    public Task StopAsync(CancellationToken graceEnds) => hub.StopAsync(graceEnds);
}
