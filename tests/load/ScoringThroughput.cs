using System.Diagnostics;

namespace Proctoring.Load;

/// <summary>Accepted until scored and stored in tables: a steady offer above the target, and how long until all is there.</summary>
static class ScoringThroughput
{
    const int Offered = 20_000;

    public static async Task RunAsync(World world, TimeSpan length, ResultTable table)
    {
        var sessions = await world.StartSessionsAsync(40);
        using var client = World.Client(40);
        foreach (var session in sessions) (await client.SendAsync(session.Post(100))).Dispose();
        await world.WaitUntilScoredAsync(sessions);
        var before = sessions.Sum(s => (long)s.Sent);

        var watch = Stopwatch.StartNew();
        List<Task> sending = [];
        for (var n = 0; watch.Elapsed < length; n++)
        {
            sending.Add(SendAsync(sessions[n % sessions.Length].Post(100)));
            var due = TimeSpan.FromSeconds((n + 1) * 100.0 / Offered);
            if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed);
        }

        await Task.WhenAll(sending);
        var offered = watch.Elapsed;
        await world.WaitUntilScoredAsync(sessions);
        var scored = sessions.Sum(s => (long)s.Sent) - before;
        table.Add("accepted → scored and stored in tables, sustained", "≥ 15,000 events/s",
            $"{scored / watch.Elapsed.TotalSeconds:N0} events/s ({scored:N0} events offered in {offered.TotalSeconds:N1} s, all stored after {watch.Elapsed.TotalSeconds:N1} s)");

        async Task SendAsync(HttpRequestMessage request)
        {
            using (request)
            {
                using var response = await client.SendAsync(request);
                response.EnsureSuccessStatusCode();
            }
        }
    }
}
