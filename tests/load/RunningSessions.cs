using System.Diagnostics;

namespace Proctoring.Load;

/// <summary>2,000 running sessions, each with a heartbeat every 15 s: what the server costs meanwhile.</summary>
static class RunningSessions
{
    public static async Task RunAsync(World world, TimeSpan length, ResultTable table)
    {
        const int Count = 2_000;
        const int Sample = 133; // about once a second
        var sessions = await world.StartSessionsAsync(Count);
        using var client = World.Client(16);
        List<double> memory = [];
        // Every session twice, so that what is kept of each is there.
        await BeatAsync(TimeSpan.FromSeconds(30));
        var before = await world.CollectAsync();
        memory.Clear();

        var (cpu, azurite) = (world.Processor(), world.AzuriteProcessor());
        var watch = Stopwatch.StartNew();
        await BeatAsync(length);
        var elapsed = watch.Elapsed.TotalSeconds;
        var (used, usedByAzurite) = (world.Processor() - cpu, world.AzuriteProcessor() - azurite);
        var after = await world.CollectAsync();
        var half = memory.Count / 2;
        table.Add("2,000 running sessions with a heartbeat every 15 s", "steady memory, < 20 % of one core",
            $"{used.TotalSeconds / elapsed:P0} of one core (Azurite {usedByAzurite.TotalSeconds / elapsed:P0} more), in use after a collection {before:N1} → {after:N1} MB over {elapsed:N0} s; the process at most {memory[..half].Max():N0} MB in the first half, {memory[half..].Max():N0} MB in the second");

        async Task BeatAsync(TimeSpan time)
        {
            var begin = Stopwatch.StartNew();
            List<Task> sending = [];
            for (var n = 0; begin.Elapsed < time; n++)
            {
                sending.Add(SendAsync(sessions[n % Count]));
                if (n % Sample == 0) memory.Add(world.MemoryMegabytes());
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
