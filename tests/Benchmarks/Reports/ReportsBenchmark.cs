using System.Diagnostics;
using System.Globalization;
using Proctoring.Domain.Reports;
using Proctoring.Functions.Reports;

namespace Proctoring.Benchmarks.Reports;

/// <summary>
/// Time and memory of all three forms of one session's report at once. <c>-- reports [events]</c>. What storage holds, the packed pages, is in this process too
/// and is stated; the files go nowhere.
/// </summary>
static class ReportsBenchmark
{
    public static async Task RunAsync(string[] arguments)
    {
        var sizes = arguments.Length > 0 ? [int.Parse(arguments[0], CultureInfo.InvariantCulture)] : new[] { 250_000, 839_000 };
        var renderer = new ReportRenderer(new ReportOptions());
        Console.WriteLine("| events | CSV, JSON, PDF at once (s) | files (MB) | managed before (MB) | peak of the process before (MB) | and with them (MB) |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var events in sizes)
        {
            var content = SampleReport.Of(events);
            var held = GC.GetTotalMemory(forceFullCollection: true);
            var before = Peak();
            var watch = Stopwatch.StartNew();
            var files = await Task.WhenAll(Enum.GetValues<ReportFormat>().Select(format => Task.Run(() => WriteAsync(content, format))));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {events:N0} | {watch.Elapsed.TotalSeconds:F1} | {string.Join(", ", files.Select(length => $"{length / 1e6:F1}"))} | {held / 1e6:F0} | {before} | {Peak()} |"));
        }

        async Task<long> WriteAsync(ReportContent content, ReportFormat format)
        {
            // As for a real report: once for the totals, once to write.
            await content.Events.SumAsync(default);
            var nowhere = new Nowhere();
            await renderer.WriteAsync(content, format, nowhere, default);
            return nowhere.Written;
        }
    }

    static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1_000_000;
    }

    /// <summary>Counts.</summary>
    sealed class Nowhere : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Written;

        public override long Position
        {
            get => Written;
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override void Write(byte[] buffer, int offset, int count) => Written += count;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
