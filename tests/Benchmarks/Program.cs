using Proctoring.Benchmarks.Reports;

switch (args)
{
    case ["pdf", .. var rest]:
        PdfBenchmark.Run(rest);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- pdf [events] [file]");
        return 2;
}
