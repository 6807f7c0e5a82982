using System.Globalization;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("*/15 * * * * *", "2026-01-01 00:00:00", "2026-01-01 00:00:15")]
    [InlineData("*/15 * * * * *", "2026-01-01 00:00:50", "2026-01-01 00:01:00")]
    [InlineData("0 */5 * * * *", "2026-01-01 00:59:59", "2026-01-01 01:00:00")]
    [InlineData("0 0 9-17 * * MON-FRI", "2026-01-02 17:00:00", "2026-01-05 09:00:00")]
    [InlineData("30 5,10 * * * *", "2026-01-01 00:05:30", "2026-01-01 00:10:30")]
    [InlineData("0 0 0 29 2 *", "2026-03-01 00:00:00", "2028-02-29 00:00:00")]
    [InlineData("0 0 12 1 JAN,JUL *", "2026-01-01 12:00:00", "2026-07-01 12:00:00")]
    [InlineData("0 0 0 * * 7", "2026-01-01 00:00:00", "2026-01-04 00:00:00")]
    [InlineData("0 0 0 13 * FRI", "2026-01-01 00:00:00", "2026-02-13 00:00:00")]
    [InlineData("*/5 * * * *", "2026-12-31 23:57:00", "2027-01-01 00:00:00")]
    [InlineData("0 10/20 * * * *", "2026-01-01 00:10:00", "2026-01-01 00:30:00")]
    [InlineData("0 0 0 * * 0", "2026-01-01 00:00:00", "2026-01-04 00:00:00")]
    [InlineData("0 0 0 * * 5-7", "2026-01-03 00:00:00", "2026-01-04 00:00:00")]
    [InlineData("0 0 0 * * *", "2026-01-02 00:00:00", "2026-01-03 00:00:00")]
    [InlineData("0 0 0 * * sat", "2026-01-01 12:00:00", "2026-01-03 00:00:00")]
    [InlineData("0 0 0 1-10/3 * *", "2026-01-04 00:00:00", "2026-01-07 00:00:00")]
    [InlineData("0 0 0 1-10/3 * *", "2026-01-10 00:00:00", "2026-02-01 00:00:00")]
    [InlineData("0 59 23 31 DEC *", "2026-01-01 00:00:00", "2026-12-31 23:59:00")]
    [InlineData("59 * * * * *", "2026-01-01 00:00:58", "2026-01-01 00:00:59")]
    [InlineData("00:00:30", "2026-01-01 00:00:10", "2026-01-01 00:00:40")]
    public void FindsTheNextTime(string expression, string time, string next)
    {
        Assert.Equal(Utc(next), Schedule.Parse(expression).Next(Utc(time)));
    }

    [Fact]
    public void ADayThatNeverComesHasNoNextTime() => Assert.Null(Schedule.Parse("0 0 0 31 2 *").Next(Utc("2026-01-01 00:00:00")));

    [Theory]
    [InlineData("")]
    [InlineData("* * *")]
    [InlineData("* 60 * * * *")]
    [InlineData("* * 24 * * *")]
    [InlineData("* * * 32 * *")]
    [InlineData("* * * * 13 *")]
    [InlineData("* * * * 0 *")]
    [InlineData("* * * * * 8")]
    [InlineData("1-2-3 * * * * *")]
    [InlineData("1/2/3 * * * * *")]
    [InlineData("00:00:00")]
    [InlineData("60 * * * * *")]
    [InlineData("* * * 0 * *")]
    [InlineData("5-1 * * * * *")]
    [InlineData("*/0 * * * * *")]
    [InlineData("a * * * * *")]
    [InlineData("-00:00:30")]
    public void RefusesWhatIsNoSchedule(string expression)
    {
        Assert.Throws<FormatException>(() => Schedule.Parse(expression));
    }

    static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
