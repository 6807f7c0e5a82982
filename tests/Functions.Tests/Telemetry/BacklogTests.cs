using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Tests.Scoring;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>What is said and counted while storage keeps a batch from being scored.</summary>
public sealed class BacklogTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task ABatchThatFailsSaysForHowLongItsOldestMessageHasWaitedAndCountsNothing()
    {
        using var measured = new Measured();
        var bench = await ScoringBench.CreateAsync(storage, measured.Metrics);
        var session = await bench.StartAsync();
        var messages = new[] { bench.Message(session, "a"), bench.Message(session, "b", "c") };
        var log = new LoggedEvents();
        var clock = new StandingClock();
        var letters = new DeadLetters(bench.DeadLetters, measured.Metrics, NullLogger<DeadLetters>.Instance);
        var function = new ScoreEvents(bench.Scoring, letters, bench.Stalled, clock, new Logger<ScoreEvents>(log));
        for (var n = 0; n < 100; n++) bench.Sessions.LoseNextRequest(new RequestFailedException(503, "busy"));

        await Assert.ThrowsAsync<ScoringFailedException>(() => function.RunAsync(messages, null!, new Partition(), default));

        var failed = Assert.Single(log.Named("ScoringFailed"));
        Assert.Equal(session, failed.Properties["SessionId"]);
        Assert.Equal((long)(clock.GetUtcNow() - messages[0].EnqueuedTime).TotalMilliseconds, failed.Properties["WaitingMs"]);
        Assert.Empty(measured.Values("proctoring.events.scored"));
        Assert.Empty(measured.Values("proctoring.scoring.lag"));

        bench.Sessions.Heal();
        await function.RunAsync(messages, null!, new Partition(), default);
        await function.RunAsync(messages, null!, new Partition(), default);

        Assert.Equal([3], measured.Values("proctoring.events.scored"));
        Assert.Equal(2, measured.Values("proctoring.scoring.lag").Length);
    }

    /// <summary>An invocation for a batch of partition 0.</summary>
    sealed class Partition : FunctionContext
    {
        public override string InvocationId => "invocation";

        public override string FunctionId => nameof(ScoreEvents);

        public override BindingContext BindingContext { get; } = new Data();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = null!;

        public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

        sealed class Data : BindingContext
        {
            public override IReadOnlyDictionary<string, object?> BindingData { get; } =
                new Dictionary<string, object?> { ["PartitionContext"] = """{"PartitionId":"0"}""" };
        }
    }
}
