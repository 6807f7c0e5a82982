using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
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
    case ["reports", .. var rest]:
        await ReportsBenchmark.RunAsync(rest);
        return 0;
    // BenchmarkDotNet measures; `--filter *` for everything. In this process: a generated project would not know our build rules.
    default:
        var inProcess = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(Workload).Assembly).Run(args, inProcess);
        return 0;
}
