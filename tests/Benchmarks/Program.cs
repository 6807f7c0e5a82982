using BenchmarkDotNet.Running;
using Proctoring.Benchmarks;
using Proctoring.Benchmarks.Reports;

switch (args)
{
    // Takes seconds and prints rates.
    case ["--quick"]:
        Quick.Run();
        return 0;
    case ["pdf", .. var rest]:
        PdfBenchmark.Run(rest);
        return 0;
    // BenchmarkDotNet measures; `--filter *` for everything.
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Workload).Assembly).Run(args);
        return 0;
}
