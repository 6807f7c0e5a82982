using System.Diagnostics;

namespace Proctoring.Load;

/// <summary>What a closed loop saw: each connection sends its next request when the last one was answered.</summary>
sealed record LoopResult(long Requests, TimeSpan Elapsed, Percentiles Latency)
{
    public double PerSecond => Requests / Elapsed.TotalSeconds;
}

static class ClosedLoop
{
    /// <param name="connections">Loops at once, each with one request under way.</param>
    /// <param name="request">Makes request number <c>n</c> of connection <c>c</c>.</param>
    public static async Task<LoopResult> RunAsync(
        HttpClient client, int connections, TimeSpan length, Func<int, int, HttpRequestMessage> request, int expected = 202)
    {
        var latencies = new List<double>[connections];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(async () =>
        {
            var mine = latencies[connection] = [];
            for (var n = 0; watch.Elapsed < length; n++)
            {
                using var message = request(connection, n);
                var begin = Stopwatch.GetTimestamp();
                using var response = await client.SendAsync(message);
                mine.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                if ((int)response.StatusCode != expected)
                    throw new InvalidOperationException($"answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }
        })));
        var elapsed = watch.Elapsed;
        return new(latencies.Sum(l => (long)l.Count), elapsed, Percentiles.Of(latencies.SelectMany(l => l)));
    }
}

/// <summary>Milliseconds.</summary>
sealed record Percentiles(double P50, double P99, double Max)
{
    public static Percentiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted is [] ? new(double.NaN, double.NaN, double.NaN) : new(At(0.5), At(0.99), sorted[^1]);
        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
