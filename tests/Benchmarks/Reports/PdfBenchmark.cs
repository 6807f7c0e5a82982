using System.Diagnostics;
using System.Globalization;
using Proctoring.Functions.Reports;
using QuestPDF.Infrastructure;

namespace Proctoring.Benchmarks.Reports;

/// <summary>
/// Time and memory of a PDF. <c>-- pdf [events] [file]</c>; the first time includes loading code and
/// fonts, as in a process that has just started. Processor time stays comparable on a machine that does other things too.
/// </summary>
static class PdfBenchmark
{
    public static void Run(string[] arguments)
    {
        QuestPDF.Settings.License = LicenseType.Community;
        var sizes = arguments.Length > 0 ? [int.Parse(arguments[0], CultureInfo.InvariantCulture)] : new[] { 1_000, 10_000 };
        Console.WriteLine("| events | first (ms) | of it processor (ms) | median of 9 (ms) | of it processor (ms) | file (KB) | peak memory of the process (MB) |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var events in sizes)
        {
            var report = SampleReport.Of(events);
            var first = Measure(report, out var file);
            var rest = Enumerable.Range(0, 9).Select(_ => Measure(report, out file)).ToArray();
            var wall = rest.Select(run => run.Wall).Order().ElementAt(4);
            var processor = rest.Select(run => run.Processor).Order().ElementAt(4);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {events:N0} | {first.Wall:F0} | {first.Processor:F0} | {wall:F0} | {processor:F0} | {file.Length / 1024} | {process.PeakWorkingSet64 / 1024 / 1024} |"));
            if (arguments.Length > 1) File.WriteAllBytes(arguments[1], file);
        }
    }

    static (double Wall, double Processor) Measure(ReportContent report, out byte[] file)
    {
        GC.Collect();
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var output = new MemoryStream();
        PdfReport.Write(report.Report, PdfEvents.ReadAsync(report, default).GetAwaiter().GetResult(), output, "Lato");
        file = output.ToArray();
        return (watch.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
    }
}
