using System.Diagnostics;

namespace Proctoring.Load;

/// <summary>2,000 running sessions, each with a heartbeat every 15 s: what the server costs meanwhile.</summary>
static class RunningSessions
{
    public static async Task RunAsync(World world, TimeSpan length, ResultTable table)
    {
        const int Count = 2_000;
        var sessions = await world.StartSessionsAsync(Count);
        using var client = World.Client(16);
        await BeatAsync(TimeSpan.FromSeconds(15));

        var (cpu, azurite, memory) = (world.Processor(), world.AzuriteProcessor(), world.MemoryMegabytes());
        var watch = Stopwatch.StartNew();
        await BeatAsync(length);
        var elapsed = watch.Elapsed.TotalSeconds;
        table.Add("2,000 running sessions with a heartbeat every 15 s", "steady memory, < 20 % of one core",
            $"{(world.Processor() - cpu).TotalSeconds / elapsed:P0} of one core (Azurite {(world.AzuriteProcessor() - azurite).TotalSeconds / elapsed:P0} more), memory {memory:N0} → {world.MemoryMegabytes():N0} MB over {elapsed:N0} s");

        async Task BeatAsync(TimeSpan time)
        {
            var begin = Stopwatch.StartNew();
            List<Task> sending = [];
            for (var n = 0; begin.Elapsed < time; n++)
            {
                sending.Add(SendAsync(sessions[n % Count]));
                var due = TimeSpan.FromSeconds((n + 1) * 15.0 / Count);
                if (due > begin.Elapsed) await Task.Delay(due - begin.Elapsed);
            }

            await Task.WhenAll(sending);
        }

        async Task SendAsync(RunningSession session)
        {
            using var request = session.Post(session.NextEvent("HEARTBEAT", DateTimeOffset.UtcNow));
            using var response = await client.SendAsync(request);
            response.EnsureSuccessStatusCode();
        }
    }
}
