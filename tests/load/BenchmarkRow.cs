using System.Diagnostics;

namespace Proctoring.Load;

/// <summary>Rows that tests/Benchmarks measures inside its own process: lines `what | target | measured` of its output.</summary>
static class BenchmarkRow
{
    public static async Task RunAsync(string mode, string what, ResultTable table)
    {
        var assembly = Path.Combine(Repository.Root, "tests", "Benchmarks", "bin", Repository.Configuration, "net10.0", "Proctoring.Benchmarks.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, mode]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{what}: the benchmark ended with {process.ExitCode}: {output}");
        foreach (var line in output.Split('\n'))
            if (line.Split(" | ") is [var row, var target, var measured]) table.Add(row.Trim(), target.Trim(), $"{measured.Trim()}");
    }
}
