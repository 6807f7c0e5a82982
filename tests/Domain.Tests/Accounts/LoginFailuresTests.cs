using FsCheck;
using FsCheck.Fluent;
using Proctoring.Domain.Accounts;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Accounts;

public sealed class LoginFailuresTests
{
    private const int Most = 5;

    [Fact]
    public void FourFailuresLeaveAnotherTry() => Assert.Null(Failures(0, 1, 2, 3).RetryAfter(At(3), Most));

    [Fact]
    public void AfterTheFifthTheFirstHasToBeForgotten()
    {
        var failures = Failures(0, 1, 2, 3, 4);

        Assert.Equal(TimeSpan.FromMinutes(11), failures.RetryAfter(At(4), Most));
        Assert.Equal(TimeSpan.FromSeconds(1), failures.RetryAfter(At(15).AddMilliseconds(-1), Most));
        Assert.Null(failures.RetryAfter(At(15), Most));
    }

    [Fact]
    public void OfMoreThanAreAllowedAllTooManyHaveToBeForgotten() =>
        Assert.Equal(TimeSpan.FromMinutes(11), Failures(0, 1, 2, 3, 4, 5).RetryAfter(At(5), Most));

    [Fact]
    public void OnlyThoseOfTheSameOtherHalfCount()
    {
        var failures = Failures(0, 1, 2, 3).With(new(At(4), "another"));

        Assert.Null(failures.RetryAfter(At(4), Most, "one"));
        Assert.NotNull(failures.RetryAfter(At(4), Most));
        Assert.NotNull(failures.RetryAfter(At(4), 1, "another"));
    }

    [Fact]
    public void ASuccessForgetsWhatFailedAtItsAddressAlone()
    {
        var failures = Failures(0, 1).With(new(At(2), "another")).Succeeded("one");

        Assert.Equal(new LoginFailure(At(2), "another"), Assert.Single(failures.Recent));
        Assert.Equal(["one"], failures.Trusted);
    }

    [Fact]
    public void TheLatestEightAddressesAreTrusted()
    {
        var failures = Enumerable.Range(0, 12).Aggregate(LoginFailures.None, (before, i) => before.Succeeded($"{i}")).Succeeded("9");

        Assert.Equal(["9", "11", "10", "8", "7", "6", "5", "4"], failures.Trusted);
    }

    [Fact]
    public void WhatSucceededIsTakenBackOnce() =>
        Assert.Equal(2, Failures(0, 0, 1).Without(new(At(0), "one")).Recent.Count);

    [Fact]
    public void NeverMoreThanFiveTriesInAQuarterOfAnHour() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(waits =>
    {
        var failures = LoginFailures.None;
        var tries = new List<DateTimeOffset>();
        var now = T0;
        foreach (var wait in waits)
        {
            now += TimeSpan.FromSeconds(wait);
            if (failures.RetryAfter(now, Most) is not null)
                continue;
            tries.Add(now);
            failures = failures.With(new(now, "one"));
            Assert.True(failures.Recent.Count <= Most);
            Assert.True(tries.Count(at => at > now - LoginFailures.Window) <= Most);
        }
    }));

    private static LoginFailures Failures(params double[] minutes) =>
        minutes.Aggregate(LoginFailures.None, (failures, minute) => failures.With(new(At(minute), "one")));
}
