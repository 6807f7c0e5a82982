using System.Diagnostics;

namespace Proctoring.Load;

/// <summary>Rows that tests/Benchmarks measures, in a process of its own.</summary>
static class BenchmarkRow
{
    public static async Task ScoringAsync(ResultTable table)
    {
        var line = (await RunAsync("--quick")).Single(line => line.StartsWith("events scored", StringComparison.Ordinal));
        var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        table.Add("scoring in Domain", "≥ 3 million events/s on one core, ≤ 200 bytes an event",
            $"{cells[^2]} events/s of processor time, {cells[^1]} bytes an event");
    }

    public static async Task PdfAsync(ResultTable table)
    {
        foreach (var (events, target) in new[] { (1_000, "≤ 300 ms"), (10_000, "≤ 3 s, ≤ 300 MB peak") })
        {
            // | events | first | of it processor | median of 9 | of it processor | KB | peak MB |
            var cells = (await RunAsync("pdf", $"{events}")).Last(line => line.StartsWith('|')).Split('|', StringSplitOptions.TrimEntries);
            table.Add($"PDF of {events:N0} events, all rows", target,
                $"{cells[4]} ms (the first in a new process {cells[2]} ms), {cells[7]} MB peak");
        }
    }

    static async Task<string[]> RunAsync(params string[] arguments)
    {
        var assembly = Path.Combine(Repository.Root, "tests", "Benchmarks", "bin", Repository.Configuration, "net10.0", "Proctoring.Benchmarks.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"the benchmark ended with {process.ExitCode}: {output}");
        return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
