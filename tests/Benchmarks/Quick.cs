using System.Diagnostics;

namespace Proctoring.Benchmarks;

/// <summary>The same work on one thread, by the processor time it took (the compiler's and collector's included), so that a busy machine does not matter much.</summary>
internal static class Quick
{
    internal static void Run()
    {
        var work = new Workload();
        const int Events = Workload.Messages * Workload.MessageSize;
        Console.WriteLine($"{"what",-44}{"a CPU second",16}{"bytes each",14}");
        Measure("events scored (SessionRecord.Ingest)", Events, () => work.Score().Scorecard.Total);
        Measure("events read and scored", Events, () => work.ReadAndScore().Scorecard.Total);
        Measure("events checked (EventReader.Check)", Events, work.Check);
        Measure("states written (SessionRecord.ToJson)", 1, () => work.Scored.ToJson().Length);
        Measure("states with their event ids written", 1, () => work.Scored.ToJson().Length + work.Scored.Seen.IdsToBytes().Length);
        var (plan, json, ids) = (work.Scored.Plan.ToJson(), work.Scored.ToJson(), work.Scored.Seen.IdsToBytes());
        Measure("states read with their plans", 1, () => Proctoring.Domain.Sessions.SessionRecord.FromJson(Proctoring.Domain.Sessions.SessionPlan.FromJson(plan), json, ids, work.Scored.Seen.IdCount).NextPage);
        Measure("statistics", 1, () => work.Scored.Scorecard.Statistics.Total);
        Measure("risks explained", 1, () => work.Scored.Risk.Components.Count);
        Console.WriteLine($"state: {plan.Length} bytes of plan, {json.Length} bytes of JSON, {ids.Length} bytes of event ids");
    }

    private static void Measure(string what, int units, Func<int> work)
    {
        // Long enough for the runtime to have compiled the hot path fully.
        RunFor(TimeSpan.FromMilliseconds(800), work);
        var (rounds, elapsed, allocated) = RunFor(TimeSpan.FromMilliseconds(800), work);
        Console.WriteLine($"{what,-44}{rounds * units / elapsed.TotalSeconds,16:N0}{allocated / ((double)rounds * units),14:N1}");
    }

    private static (long Rounds, TimeSpan Elapsed, long Allocated) RunFor(TimeSpan time, Func<int> work)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        var rounds = 0L;
        for (; watch.Elapsed < time; rounds++)
            work();
        return (rounds, Environment.CpuUsage.TotalTime - before, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }
}
