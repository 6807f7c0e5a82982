using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Proctoring.Load;

/// <summary>From posting an event to its alert at a SignalR client, at 100 events a second.</summary>
static class AlertLatency
{
    static readonly string[] Types = ["MULTIPLE_FACES", "OBJECT_DETECTED", "FACE_MISMATCH", "NO_FACE"];

    public static async Task RunAsync(World world, TimeSpan length, ResultTable table)
    {
        var sessions = await world.StartSessionsAsync(100);
        using var client = World.Client(64);
        var sent = new ConcurrentDictionary<string, long>();
        await using var proctor = await world.ConnectProctorAsync();
        // Event k of a session is of type k mod 4 and ten minutes later than the one before it, so that it opens a new
        // episode of its type and therefore an alert. The first second warms up.
        var posted = 0;
        List<Task> sending = [];
        var origin = DateTimeOffset.UtcNow.AddDays(-1);
        var watch = Stopwatch.StartNew();
        for (var n = 0; watch.Elapsed < length; n++)
        {
            var k = n / sessions.Length;
            var session = sessions[n % sessions.Length];
            var posting = session.NextEvent(Types[k % Types.Length], origin.AddMinutes(10 * k));
            var warm = watch.Elapsed > TimeSpan.FromSeconds(3);
            sending.Add(SendAsync(session, posting, warm));
            if (warm) posted++;
            var due = TimeSpan.FromMilliseconds(10 * (n + 1));
            if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed);
        }

        await Task.WhenAll(sending);
        List<double> latencies = [];
        for (var tries = 0; tries < 100 && (latencies = Latencies()).Count < posted; tries++) await Task.Delay(100);
        var result = Percentiles.Of(latencies);
        table.Add("event posted → `alert` at a SignalR client, 100 events/s", "p50 ≤ 5 ms, p99 ≤ 25 ms",
            $"p50 {result.P50:N1} ms, p99 {result.P99:N1} ms, max {result.Max:N0} ms ({latencies.Count} of {posted} alerts)");

        // An event can raise several alerts, and a proctor may hear of one twice: the first arrival counts.
        List<double> Latencies() =>
        [
            .. proctor.Messages.Where(message => message.Method == "alert")
                .SelectMany(message => message.Payload.GetProperty("events").EnumerateArray().Select(id => (Id: id.GetString()!, message.ReceivedAt)))
                .GroupBy(arrival => arrival.Id)
                .Where(arrivals => sent.ContainsKey(arrivals.Key))
                .Select(arrivals => Stopwatch.GetElapsedTime(sent[arrivals.Key], arrivals.Min(a => a.ReceivedAt)).TotalMilliseconds),
        ];

        async Task SendAsync(RunningSession session, string posting, bool warm)
        {
            using var document = JsonDocument.Parse(posting);
            var id = document.RootElement.GetProperty("id").GetString()!;
            using var request = session.Post(posting);
            if (warm) sent[id] = Stopwatch.GetTimestamp();
            using var response = await client.SendAsync(request);
            response.EnsureSuccessStatusCode();
        }
    }
}
