namespace Proctoring.Load;

/// <summary>One event a request on 32 connections, against the bare endpoint in the same run, in turn.</summary>
static class IngestSingle
{
    const int Connections = 32;

    public static async Task RunAsync(World world, TimeSpan length, ResultTable table)
    {
        var sessions = await world.StartSessionsAsync(Connections);
        var (bare, address) = await BareEndpoint.StartAsync();
        // Of the same form, but not counted among what the server has to score.
        var decoys = sessions.Select(session => new RunningSession(session.Id, address, "none")).ToArray();
        try
        {
            using var client = World.Client(Connections);
            var part = length / 4;
            await Ours(TimeSpan.FromSeconds(2));
            await Bare(TimeSpan.FromSeconds(2));
            List<LoopResult> ours = [], theirs = [];
            for (var round = 0; round < 4; round++)
            {
                theirs.Add(await Bare(part));
                ours.Add(await Ours(part));
                await world.WaitUntilScoredAsync(sessions);
            }

            var (mine, yardstick) = (ours.Average(r => r.PerSecond), theirs.Average(r => r.PerSecond));
            table.Add("`POST …/events`, one event, 32 connections, durable 202", "≥ 1/3 of a bare endpoint",
                $"{mine:N0}/s, p50 {ours.Average(r => r.Latency.P50):N1} ms, p99 {ours.Average(r => r.Latency.P99):N1} ms; bare {yardstick:N0}/s: ratio {mine / yardstick:N2}");

            Task<LoopResult> Ours(TimeSpan time) => ClosedLoop.RunAsync(client, Connections, time, (c, _) => sessions[c].Post(1));
            Task<LoopResult> Bare(TimeSpan time) => ClosedLoop.RunAsync(client, Connections, time, (c, _) =>
                new(HttpMethod.Post, address) { Content = RunningSession.Json(decoys[c].NextEvent()) });
        }
        finally
        {
            bare.Kill();
        }
    }
}
