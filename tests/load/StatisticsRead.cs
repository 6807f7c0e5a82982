namespace Proctoring.Load;

/// <summary>Statistics of a session with 10,000 events, one reader.</summary>
static class StatisticsRead
{
    public static async Task RunAsync(World world, ResultTable table)
    {
        var sessions = await world.StartSessionsAsync(1);
        using var client = World.Client(1);
        for (var n = 0; n < 100; n++) (await client.SendAsync(sessions[0].Post(100))).EnsureSuccessStatusCode();
        await world.WaitUntilScoredAsync(sessions);
        var result = await ClosedLoop.RunAsync(client, 1, TimeSpan.FromSeconds(3),
            (_, _) => world.Get($"sessions/{sessions[0].Id}/statistics"), expected: 200);
        table.Add("statistics of a session with 10,000 events", "p50 ≤ 5 ms",
            $"p50 {result.Latency.P50:N1} ms, p99 {result.Latency.P99:N1} ms");
    }
}
