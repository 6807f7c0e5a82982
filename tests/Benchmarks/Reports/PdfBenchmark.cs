using System.Diagnostics;
using System.Globalization;
using Proctoring.Functions.Reports;
using QuestPDF.Infrastructure;

namespace Proctoring.Benchmarks.Reports;

/// <summary>
/// Time and memory of a PDF with every event in it. <c>-- pdf [events] [file]</c>; the first time includes loading code and
/// fonts, as in a process that has just started.
/// </summary>
static class PdfBenchmark
{
    public static void Run(string[] arguments)
    {
        QuestPDF.Settings.License = LicenseType.Community;
        var sizes = arguments.Length > 0 ? [int.Parse(arguments[0], CultureInfo.InvariantCulture)] : new[] { 1_000, 10_000 };
        Console.WriteLine("| events | first (ms) | median of 5 (ms) | file (KB) | peak memory of the process (MB) |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var events in sizes)
        {
            var report = SampleReport.Of(events);
            var first = Measure(report, out var file);
            var rest = Enumerable.Range(0, 5).Select(_ => Measure(report, out file)).Order().ToArray();
            var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024;
            Console.WriteLine($"| {events} | {first} | {rest[2]} | {file.Length / 1024} | {peak} |");
            if (arguments.Length > 1) File.WriteAllBytes(arguments[1], file);
        }
    }

    static long Measure(Domain.Reports.SessionReport report, out byte[] file)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var output = new MemoryStream();
        PdfReport.Write(report, output, "Lato");
        file = output.ToArray();
        return watch.ElapsedMilliseconds;
    }
}
