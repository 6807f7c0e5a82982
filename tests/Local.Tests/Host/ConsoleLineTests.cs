using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

public sealed class ConsoleLineTests
{
    [Theory]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info ")]
    [InlineData(LogLevel.Warning, "WARN ")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "FATAL")]
    public void AMessageIsALineOfItsTimeLevelSourceAndText(LogLevel level, string shown) =>
        Assert.Equal($"12:34:56.789 {shown} Score: one two{Environment.NewLine}", Write(level, "Proctoring.Score", 0, "one\ntwo", null));

    [Fact]
    public void AnExceptionFollowsItsMessage() => Assert.Equal(
        $"12:34:56.789 ERROR Inner: failed{Environment.NewLine}System.TimeoutException: late{Environment.NewLine}",
        Write(LogLevel.Error, "Proctoring.Outer+Inner", 0, "failed", new TimeoutException("late")));

    [Fact]
    public void AFailedStartIsShownByTheExceptionThatEndsTheProcess() =>
        Assert.Equal("", Write(LogLevel.Error, "Microsoft.Extensions.Hosting.Internal.Host", 11, "Hosting failed to start", new TimeoutException()));

    static string Write(LogLevel level, string category, int id, string text, Exception? exception)
    {
        var writer = new StringWriter();
        var entry = new LogEntry<string>(level, category, new EventId(id), text, exception, (state, _) => state);
        new ConsoleLine(new Clock()).Write(in entry, null, writer);
        return writer.ToString();
    }

    sealed class Clock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 8, 1, 12, 34, 56, 789, TimeSpan.Zero);
    }
}
