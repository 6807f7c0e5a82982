using BenchmarkDotNet.Attributes;
using Proctoring.Domain.Sessions;

namespace Proctoring.Benchmarks;

/// <summary>What an event costs on one core: the operations are events.</summary>
[MemoryDiagnoser]
public class EventBenchmarks
{
    private const int Events = Workload.Messages * Workload.MessageSize;
    private readonly Workload _work = new();

    [Benchmark(OperationsPerInvoke = Events)]
    public object Score() => _work.Score();

    [Benchmark(OperationsPerInvoke = Events)]
    public object ReadAndScore() => _work.ReadAndScore();

    [Benchmark(OperationsPerInvoke = Events)]
    public int Check() => _work.Check();
}

/// <summary>What a saved or read state costs, of a session with 10,000 events.</summary>
[MemoryDiagnoser]
public class StateBenchmarks
{
    private readonly SessionRecord _record = new Workload().Scored;
    private byte[] _plan = [];
    private byte[] _json = [];
    private byte[] _ids = [];

    [GlobalSetup]
    public void Write() => (_plan, _json, _ids) = (_record.Plan.ToJson(), _record.ToJson(), _record.Seen.IdsToBytes());

    [Benchmark]
    public byte[] ToJson() => _record.ToJson();

    [Benchmark]
    public byte[] IdsToBytes() => _record.Seen.IdsToBytes();

    [Benchmark]
    public object FromJson() => SessionRecord.FromJson(SessionPlan.FromJson(_plan), _json, _ids, _record.Seen.IdCount);

    [Benchmark]
    public object Statistics() => _record.Scorecard.Statistics;
}
