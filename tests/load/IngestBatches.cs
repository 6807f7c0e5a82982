namespace Proctoring.Load;

/// <summary>100 events a request.</summary>
static class IngestBatches
{
    public static async Task RunAsync(World world, TimeSpan length, ResultTable table)
    {
        const int Connections = 16;
        var sessions = await world.StartSessionsAsync(Connections);
        using var client = World.Client(Connections);
        // As long as it takes the runtime to have compiled what is asked most for the last time.
        await ClosedLoop.RunAsync(client, Connections, TimeSpan.FromSeconds(6), (c, _) => sessions[c].Post(100));
        var result = await ClosedLoop.RunAsync(client, Connections, length / 2, (c, _) => sessions[c].Post(100));
        table.Add("100 events a request", "≥ 150,000 events/s accepted durably",
            $"{result.PerSecond * 100:N0} events/s, p50 {result.Latency.P50:N1} ms, p99 {result.Latency.P99:N1} ms");
    }
}
