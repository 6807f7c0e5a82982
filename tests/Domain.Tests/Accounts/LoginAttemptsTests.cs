using FsCheck;
using FsCheck.Fluent;
using Proctoring.Domain.Accounts;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Accounts;

public sealed class LoginAttemptsTests
{
    [Fact]
    public void FourFailuresLeaveAnotherTry() => Assert.Null(Failures(0, 1, 2, 3).RetryAfter(At(3)));

    [Fact]
    public void TheFifthFailureLocks()
    {
        var attempts = Failures(0, 1, 2, 3, 4);

        Assert.Equal(TimeSpan.FromMinutes(15), attempts.RetryAfter(At(4)));
        Assert.Equal(TimeSpan.FromSeconds(1), attempts.RetryAfter(At(19).AddMilliseconds(-1)));
        Assert.Null(attempts.RetryAfter(At(19)));
    }

    [Fact]
    public void FailuresAreForgottenAfterAQuarterOfAnHour() => Assert.Null(Failures(0, 1, 2, 3, 15).RetryAfter(At(15)));

    [Fact]
    public void AnAttemptWhileLockedDoesNotProlongTheLock() =>
        Assert.Equal(TimeSpan.FromMinutes(5), Failures(0, 1, 2, 3, 4).Failed(At(10)).RetryAfter(At(14)));

    [Fact]
    public void AfterALockFiveTriesAreLeft() => Assert.Null(Failures(0, 1, 2, 3, 4, 20, 21, 22, 23).RetryAfter(At(23)));

    [Fact]
    public void NeverMoreThanFiveTriesInAQuarterOfAnHour() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(waits =>
    {
        var attempts = LoginAttempts.None;
        var tries = new List<DateTimeOffset>();
        var now = T0;
        foreach (var wait in waits)
        {
            now += TimeSpan.FromSeconds(wait);
            if (attempts.RetryAfter(now) is not null)
                continue;
            tries.Add(now);
            attempts = attempts.Failed(now);
            Assert.True(attempts.Failures.Count < LoginAttempts.MaxFailures);
            Assert.True(tries.Count(at => at > now - LoginAttempts.Window) <= LoginAttempts.MaxFailures);
        }
    }));

    private static LoginAttempts Failures(params double[] minutes) =>
        minutes.Aggregate(LoginAttempts.None, (attempts, minute) => attempts.Failed(At(minute)));
}
