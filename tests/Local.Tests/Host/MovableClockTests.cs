using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

public sealed class MovableClockTests
{
    [Fact]
    public async Task MovingPastADueTimeFiresItsTimer()
    {
        var clock = new MovableClock();
        var (due, later) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var timer = clock.CreateTimer(_ => due.SetResult(), null, TimeSpan.FromDays(100), Timeout.InfiniteTimeSpan);
        await using var another = clock.CreateTimer(_ => later.SetResult(), null, TimeSpan.FromDays(200), Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromDays(99));
        Assert.False(due.Task.IsCompleted);
        clock.Advance(TimeSpan.FromDays(2));
        await due.Task.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.False(later.Task.IsCompleted);
    }

    [Fact]
    public async Task RealTimePassesToo()
    {
        var clock = new MovableClock();
        var start = clock.GetUtcNow();

        await Task.Delay(TimeSpan.FromMilliseconds(20), clock);

        Assert.True(clock.GetUtcNow() - start >= TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task APeriodicTimerGoesOn()
    {
        var clock = new MovableClock();
        var fired = 0;
        await using var timer = clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        for (var hour = 1; hour <= 3; hour++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await Eventually.True(() => fired == hour, $"fired {hour} times");
        }
    }

    [Fact]
    public async Task ADisposedOrStoppedTimerDoesNotFire()
    {
        var clock = new MovableClock();
        var fired = 0;
        var timer = clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        await using var stopped = clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        await timer.DisposeAsync();
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        var due = Task.Delay(TimeSpan.FromHours(1), clock);
        clock.Advance(TimeSpan.FromHours(2));
        await due;

        Assert.Equal(0, fired);
    }

    [Fact]
    public void TimestampsAgreeWithTheTime()
    {
        var clock = new MovableClock();
        var start = clock.GetTimestamp();

        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.InRange(clock.GetElapsedTime(start), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void ItIsNotSetBackAndAFileThatSaysNothingMovesItByNothing()
    {
        var folder = TestHost.TempFolder();
        var file = Path.Combine(folder, "clock");
        File.WriteAllText(file, "torn");
        var clock = new MovableClock(file);

        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
        Assert.Equal(TimeSpan.Zero, clock.Moved);
        clock.Advance(TimeSpan.FromHours(1));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(2), new MovableClock(file).Moved);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task TheEndpointMovesItAndARestartKeepsIt()
    {
        var folder = TestHost.TempFolder();
        await using (var first = await TestHost.StartAsync(new TestHost.Setup(Folder: folder)))
        {
            using var moved = await first.Client.PostAsJsonAsync("/local/clock", new { advanceSeconds = 3600 });
            Assert.Equal(3600, (await moved.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("movedSeconds").GetDouble());
        }
        await using (var second = await TestHost.StartAsync(new TestHost.Setup(Folder: folder)))
        {
            var now = (await second.Client.GetFromJsonAsync<JsonElement>("/local/clock")).GetProperty("now").GetDateTimeOffset();
            Assert.InRange(now - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(65));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task RepliesCarryTheMovedTime()
    {
        await using var host = await TestHost.StartAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));

        using var response = await host.Client.GetAsync("/local/clock");

        Assert.InRange(response.Headers.Date!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(65));
    }

    [Theory]
    [InlineData("application/json", """{"advanceSeconds":-1}""", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{}", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", """{"advanceSeconds":1}""", HttpStatusCode.UnsupportedMediaType)]
    public async Task TheEndpointRefusesWhatWouldNotMoveItForward(string type, string body, HttpStatusCode status)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Client.PostAsync("/local/clock", new StringContent(body, Encoding.UTF8, type));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(TimeSpan.Zero, host.Clock.Moved);
    }
}
