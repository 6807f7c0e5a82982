using System.Collections.Concurrent;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Tests.Host;

namespace Proctoring.Local.Tests.EventHubs;

public sealed class RetryTests : IDisposable
{
    readonly string _folder = TestHost.TempFolder();
    readonly Attempts _attempts = new();

    [Fact]
    public async Task WithoutAPolicyAFailedBatchIsGivenUpAndTheNextOneFollows()
    {
        _attempts.Fails = text => text == "bad";
        await using (var host = await StartAsync(typeof(WithoutPolicy)))
        {
            await SendAsync(host, "bad");
            await Eventually.True(() => _attempts.Count == 1, "it was tried");
            await SendAsync(host, "good");
            await Eventually.True(() => _attempts.Count == 2, "the next one arrived");
            Assert.Contains("Error: WithoutPolicy failed", host.Log.Lines);
            Assert.Null(_attempts.All.First().Retry);
        }
        await using (var again = await StartAsync(typeof(WithoutPolicy)))
        {
            await SendAsync(again, "last");
            await Eventually.True(() => _attempts.All.Any(attempt => attempt.Text == "last"), "the last one arrived");
        }

        Assert.Equal(1, _attempts.All.Count(attempt => attempt.Text == "bad"));
    }

    [Fact]
    public async Task AnEndlessPolicyKeepsThePartitionWaitingUntilTheBatchSucceeds()
    {
        var isBroken = true;
        _attempts.Fails = _ => isBroken;
        await using var host = await StartAsync(typeof(ForEver));
        await SendAsync(host, "first", "second");

        await Eventually.True(() => _attempts.Count >= 5, "it was tried again and again");
        Assert.All(_attempts.All, attempt => Assert.StartsWith("first", attempt.Text, StringComparison.Ordinal));
        isBroken = false;

        await Eventually.True(() => _attempts.All.Any(attempt => attempt.Text.Contains("second", StringComparison.Ordinal) && attempt.Succeeded), "the second one arrived");
        Assert.Equal([(0, -1), (1, -1), (2, -1)], _attempts.All.Take(3).Select(attempt => attempt.Retry!.Value));
        // From 10 ms on doubled, a fifth more or less, between 10 and 50.
        foreach (var (attempt, least, most) in new[] { (1, 10, 12), (2, 16, 24), (3, 32, 48), (4, 50, 50) })
            Assert.InRange(DelayAfter(host, "ForEver", attempt), TimeSpan.FromMilliseconds(least), TimeSpan.FromMilliseconds(most));
    }

    [Fact]
    public async Task AFiniteOnesLastFailureGivesTheBatchUp()
    {
        _attempts.Fails = text => text == "bad";
        await using var host = await StartAsync(typeof(Twice));
        await SendAsync(host, "bad");
        await Eventually.True(() => _attempts.Count == 3, "one attempt and two retries");

        await SendAsync(host, "good");

        await Eventually.True(() => _attempts.Count == 4, "the next one arrived");
        Assert.Contains("Error: Twice failed", host.Log.Lines);
    }

    [Fact]
    public async Task AStopEndsTheWaitAndTheBatchIsReceivedAgain()
    {
        _attempts.Fails = _ => true;
        await using (var host = await StartAsync(typeof(InAnHour)))
        {
            await SendAsync(host, "waiting");
            await Eventually.True(() => host.Log.Lines.Any(line => line.StartsWith("Warning: InAnHour failed", StringComparison.Ordinal)), "it waits");
        }
        _attempts.Fails = _ => false;

        await using var again = await StartAsync(typeof(InAnHour));

        await Eventually.True(() => _attempts.Count == 2 && _attempts.All.Last().Succeeded, "it was received again");
        Assert.Equal((0, -1), _attempts.All.Last().Retry);
    }

    [Fact]
    public async Task ALongWaitEndsWhenTheClockIsMoved()
    {
        _attempts.Fails = _ => true;
        await using var host = await StartAsync(typeof(InAnHour));
        await SendAsync(host, "waiting");
        await Eventually.True(() => host.Log.Lines.Any(line => line.StartsWith("Warning: InAnHour failed", StringComparison.Ordinal)), "it waits");
        Assert.Equal(TimeSpan.FromHours(1), DelayAfter(host, "InAnHour", 1));
        _attempts.Fails = _ => false;

        await Eventually.True(() =>
        {
            host.Clock.Advance(TimeSpan.FromHours(2));
            return _attempts.Count == 2;
        }, "it was tried again");
    }

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("soon")]
    public void AnIntervalThatIsNoneIsRefused(string interval)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedDelayRetryAttribute(1, interval));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialBackoffRetryAttribute(1, interval, "00:01:00"));
    }

    [Fact]
    public void AMinimumAboveTheMaximumIsRefused() =>
        Assert.Throws<ArgumentException>(() => new ExponentialBackoffRetryAttribute(1, "00:02:00", "00:01:00"));

    /// <summary>As the log says it.</summary>
    static TimeSpan DelayAfter(TestHost host, string function, int attempt)
    {
        var beginning = $"Warning: {function} failed, attempt {attempt}; the next one in ";
        return TimeSpan.Parse(host.Log.Lines.First(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..].Split(": ")[0]);
    }

    Task<TestHost> StartAsync(Type functions) => TestHost.StartAsync(
        new TestHost.Setup(builder => builder.Services.AddSingleton(_attempts), _folder, "--Local:Partitions", "1"), functions);

    static async Task SendAsync(TestHost host, params string[] texts)
    {
        await using var client = new EventHubProducerClient(host.Services.GetRequiredService<IConfiguration>()["EventHubConnection"]!, "events");
        foreach (var text in texts) await client.SendAsync([new EventData(text)]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    sealed class Attempts
    {
        readonly ConcurrentQueue<Attempt> _all = new();

        public Func<string, bool> Fails { get; set; } = _ => false;

        public IEnumerable<Attempt> All => _all;

        public int Count => _all.Count;

        public async Task RunAsync(EventData[] messages, FunctionContext context)
        {
            await Task.Yield();
            var text = string.Join(' ', messages.Select(message => message.EventBody.ToString()));
            var succeeds = !Fails(text);
            _all.Enqueue(new(text, context.RetryContext is { } retry ? (retry.RetryCount, retry.MaxRetryCount) : null, succeeds));
            if (!succeeds) throw new InvalidTimeZoneException("the store is away");
        }

        public sealed record Attempt(string Text, (int Count, int Maximum)? Retry, bool Succeeded);
    }

    sealed class WithoutPolicy(Attempts attempts)
    {
        [Function("WithoutPolicy")]
        public Task Run([EventHubTrigger("events", Connection = "EventHubConnection")] EventData[] messages, FunctionContext context) =>
            attempts.RunAsync(messages, context);
    }

    sealed class ForEver(Attempts attempts)
    {
        [Function("ForEver")]
        [ExponentialBackoffRetry(-1, "00:00:00.010", "00:00:00.050")]
        public Task Run([EventHubTrigger("events", Connection = "EventHubConnection")] EventData[] messages, FunctionContext context) =>
            attempts.RunAsync(messages, context);
    }

    sealed class Twice(Attempts attempts)
    {
        [Function("Twice")]
        [FixedDelayRetry(2, "00:00:00.010")]
        public Task Run([EventHubTrigger("events", Connection = "EventHubConnection")] EventData[] messages, FunctionContext context) =>
            attempts.RunAsync(messages, context);
    }

    sealed class InAnHour(Attempts attempts)
    {
        [Function("InAnHour")]
        [FixedDelayRetry(-1, "01:00:00")]
        public Task Run([EventHubTrigger("events", Connection = "EventHubConnection")] EventData[] messages, FunctionContext context) =>
            attempts.RunAsync(messages, context);
    }
}
