// Measures the running system from outside and prints one table: `dotnet run -c Release --project tests/load`.
//   --only a,b     just these rows: ingest, batches, scoring, latency, statistics, heartbeats, domain, pdf
//   --seconds N    length of each measured part (default 10)
using System.Globalization;
using Proctoring.Load;

if (args is ["bare", var port]) return await BareEndpoint.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
var only = Option("--only")?.Split(',');
var seconds = TimeSpan.FromSeconds(double.Parse(Option("--seconds") ?? "10", CultureInfo.InvariantCulture));

var table = new ResultTable();
(string Name, Func<World, Task> Run)[] rows =
[
    ("ingest", world => IngestSingle.RunAsync(world, seconds, table)),
    ("batches", world => IngestBatches.RunAsync(world, seconds, table)),
    ("scoring", world => ScoringThroughput.RunAsync(world, seconds, table)),
    ("latency", world => AlertLatency.RunAsync(world, seconds * 2, table)),
    ("statistics", world => StatisticsRead.RunAsync(world, table)),
    ("heartbeats", world => RunningSessions.RunAsync(world, seconds * 6, table)),
    ("domain", _ => BenchmarkRow.ScoringAsync(table)),
    ("pdf", _ => BenchmarkRow.PdfAsync(table)),
];

foreach (var (name, run) in rows)
{
    if (only is not null && !only.Contains(name)) continue;
    Console.WriteLine($"-- {name}");
    // Every row has a server of its own, so that none pays for another's backlog.
    await using var world = name is "domain" or "pdf" ? World.None : await World.StartAsync();
    await run(world);
}

Console.WriteLine();
table.Print(Console.Out);
return 0;
