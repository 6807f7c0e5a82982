using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

public sealed class TimerTriggerTests
{
    readonly Runs _runs = new();

    [Fact]
    public async Task RunsByTheMovedClockAndNotAtTheStart()
    {
        await using var host = await StartAsync(typeof(EveryQuarterOfAMinute));

        Assert.Equal(0, _runs.Count);
        for (var run = 1; run <= 3; run++) await AdvanceUntil(host, () => _runs.Count >= run);
        Assert.All(_runs.Infos, info => Assert.Null(info.ScheduleStatus));
        Assert.All(_runs.Infos, info => Assert.False(info.IsPastDue));
    }

    [Fact]
    public async Task RunsAtTheStartWhenItSaysSo()
    {
        await using var host = await StartAsync(typeof(AtTheStart));

        await Eventually.True(() => _runs.Count == 1, "it ran");
    }

    [Fact]
    public async Task RunsOneAtATime()
    {
        _runs.Gate = new(0);
        await using var host = await StartAsync(typeof(EveryQuarterOfAMinute));
        await AdvanceUntil(host, () => _runs.Count == 1);

        // Forty more come due during the first run.
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, _runs.Count);
        _runs.Gate.Release(1);
        await AdvanceUntil(host, () => _runs.Count == 2);
        _runs.Gate.Release(1);

        Assert.Equal(1, _runs.MostAtOnce);
    }

    [Fact]
    public async Task AFailureIsLoggedAndTheScheduleGoesOn()
    {
        await using var host = await StartAsync(typeof(Failing));

        for (var run = 1; run <= 2; run++)
        {
            await AdvanceUntil(host, () => _runs.Count >= run);
            await Eventually.True(() => host.Log.Lines.Count(line => line == "Error: Failing failed") == _runs.Count, "it is logged");
        }
    }

    [Fact]
    public async Task ARunThatWasMissedWhileNothingRanIsMadeUpFor()
    {
        var folder = TestHost.TempFolder();
        // Just after the hour, so that no real hour ends during this test.
        var hourly = new MovableClock(Path.Combine(folder, "clock"));
        hourly.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(hourly.GetUtcNow().Ticks % TimeSpan.TicksPerHour) + TimeSpan.FromMinutes(5));
        await using (var host = await StartAsync(folder, typeof(EveryHour)))
        {
            await AdvanceUntil(host, () => _runs.Count > 0, 3600);
            var (last, next) = _runs.Statuses.First();
            // It was due at the hour, and has not run before.
            Assert.Equal((default, 0L), (last, next.Ticks % TimeSpan.TicksPerHour));
            Assert.InRange(host.Clock.GetUtcNow().UtcDateTime - next, TimeSpan.Zero, TimeSpan.FromHours(1));
            Assert.False(_runs.Infos.First().IsPastDue);
        }
        var before = _runs.Count;
        // As time passes while nothing runs.
        var clock = new MovableClock(Path.Combine(folder, "clock"));
        clock.Advance(TimeSpan.FromHours(2));

        await using (await StartAsync(folder, typeof(EveryHour)))
        {
            await Eventually.True(() => _runs.Count == before + 1, "the missed run");
            Assert.True(_runs.Infos.Last().IsPastDue);
            Assert.InRange(_runs.Statuses.Last().Next - _runs.Statuses.First().Next, TimeSpan.FromHours(1), TimeSpan.FromHours(3));
        }
        await using (await StartAsync(folder, typeof(EveryHour)))
            Assert.Equal(before + 1, _runs.Count);
        // Half a file, after a crash, is none.
        await File.WriteAllTextAsync(Path.Combine(folder, "timers", "EveryHour.json"), "{\"Next\":\"2020");
        await using (await StartAsync(folder, typeof(EveryHour)))
            Assert.Equal(before + 1, _runs.Count);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ATimerGoesOnThoughItsNextTimeCannotBeNoted()
    {
        var folder = TestHost.TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "timers"), "in the way");
        await using (var host = await StartAsync(folder, typeof(EveryHour)))
        {
            for (var run = 1; run <= 2; run++) await AdvanceUntil(host, () => _runs.Count >= run, 3600);
            Assert.Contains("Warning: When EveryHour is due next could not be noted", host.Log.Lines);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ATimerThatIsNotMonitoredHasNoStatus()
    {
        await using var host = await StartAsync(typeof(Unmonitored));

        await AdvanceUntil(host, () => _runs.Count > 0, 3600);

        Assert.Null(_runs.Infos.First().ScheduleStatus);
        Assert.False(Directory.Exists(Path.Combine(host.Folder, "timers")));
    }

    [Fact]
    public async Task TheScheduleMayBeASetting()
    {
        await using var host = await TestHost.StartAsync(
            new TestHost.Setup(Configure, Args: ["--Sweep:Schedule", "*/15 * * * * *"]), typeof(BySetting));

        await AdvanceUntil(host, () => _runs.Count > 0);
    }

    [Fact]
    public async Task AWrongScheduleStopsTheStart()
    {
        var e = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(
            new TestHost.Setup(Configure, Args: ["--Sweep:Schedule", "now and then"]), typeof(BySetting)));

        Assert.StartsWith("Function 'BySetting': 'now and then' is not a schedule", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStopWaitsForTheRunAndThenCancelsIt()
    {
        _runs.Gate = new(0);
        var host = await StartAsync(typeof(EveryQuarterOfAMinute));
        await AdvanceUntil(host, () => _runs.Count == 1);

        await host.DisposeAsync();

        Assert.True(_runs.Cancelled);
    }

    // A moved clock reaches only the timers that were set before.
    static async Task AdvanceUntil(TestHost host, Func<bool> condition, int seconds = 15) => await Eventually.True(() =>
    {
        if (condition()) return true;
        host.Clock.Advance(TimeSpan.FromSeconds(seconds));
        return false;
    }, "the timer ran");

    Task<TestHost> StartAsync(Type functions) => TestHost.StartAsync(new TestHost.Setup(Configure), functions);

    Task<TestHost> StartAsync(string folder, Type functions) => TestHost.StartAsync(new TestHost.Setup(Configure, folder), functions);

    void Configure(FunctionsApplicationBuilder builder) => builder.Services.AddSingleton(_runs);

    sealed class Runs
    {
        readonly ConcurrentQueue<TimerInfo> _infos = new();
        int _running;

        public SemaphoreSlim? Gate { get; set; }

        public int Count => _infos.Count;

        public int MostAtOnce { get; private set; }

        public bool Cancelled { get; private set; }

        public IEnumerable<TimerInfo> Infos => _infos;

        /// <summary>As they were when the runs began.</summary>
        public ConcurrentQueue<(DateTime Last, DateTime Next)> Statuses { get; } = new();

        public async Task RunAsync(TimerInfo info, CancellationToken cancellation)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            if (info.ScheduleStatus is { } status) Statuses.Enqueue((status.Last, status.Next));
            _infos.Enqueue(info);
            try
            {
                if (Gate is not null) await Gate.WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                Cancelled = true;
                throw;
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }

    sealed class EveryQuarterOfAMinute(Runs runs)
    {
        [Function("EveryQuarterOfAMinute")]
        public Task Run([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellation) => runs.RunAsync(timer, cancellation);
    }

    sealed class EveryHour(Runs runs)
    {
        [Function("EveryHour")]
        public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, CancellationToken cancellation) => runs.RunAsync(timer, cancellation);
    }

    sealed class Unmonitored(Runs runs)
    {
        [Function("Unmonitored")]
        public Task Run([TimerTrigger("0 0 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellation) => runs.RunAsync(timer, cancellation);
    }

    sealed class AtTheStart(Runs runs)
    {
        [Function("AtTheStart")]
        public Task Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellation) => runs.RunAsync(timer, cancellation);
    }

    sealed class Failing(Runs runs)
    {
        [Function("Failing")]
        public async Task Run([TimerTrigger("00:00:15")] TimerInfo timer, CancellationToken cancellation)
        {
            await runs.RunAsync(timer, cancellation);
            throw new InvalidTimeZoneException();
        }
    }

    sealed class BySetting(Runs runs)
    {
        [Function("BySetting")]
        public Task Run([TimerTrigger("%Sweep:Schedule%")] TimerInfo timer, CancellationToken cancellation) => runs.RunAsync(timer, cancellation);
    }
}
