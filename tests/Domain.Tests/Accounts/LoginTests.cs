using Proctoring.Domain.Accounts;
using static Proctoring.Domain.Tests.Given;

namespace Proctoring.Domain.Tests.Accounts;

public sealed class LoginTests
{
    private static readonly DateTimeOffset Now = At(0);
    private readonly Login _login = Login.Begin("login", "secret", "grounds", Now);

    [Fact]
    public void ATokenGivesItsSuccessor()
    {
        var next = Renewed(_login, 1, Now.AddHours(1));

        Assert.Equal(2, next.Number);
        Assert.Equal(Now.AddHours(1) + Login.Lifetime, next.ExpiresAt);
        Assert.Equal(3, Renewed(next, 2, Now.AddHours(2)).Number);
    }

    [Fact]
    public void WithinAMinuteItGivesTheSameSuccessorAgain()
    {
        var next = Renewed(Renewed(_login, 1, Now), 2, Now.AddSeconds(30));

        Assert.Equal(new Refreshing.Repeated(2), next.Refresh(1, Now.AddSeconds(60)));
        Assert.Equal(new Refreshing.Repeated(3), next.Refresh(2, Now.AddSeconds(90)));
    }

    [Fact]
    public void LaterItEndsTheLogin()
    {
        var next = Renewed(_login, 1, Now);

        Assert.IsType<Refreshing.Reused>(next.Refresh(1, Now.AddSeconds(60.001)));
        Assert.IsType<Refreshing.Reused>(Renewed(next, 2, Now.AddHours(1)).Refresh(1, Now.AddHours(1)));
        Assert.IsType<Refreshing.Reused>(next.Refresh(3, Now));
    }

    [Fact]
    public void NoMoreIsRememberedThanIsNeeded()
    {
        var login = Enumerable.Range(1, 100).Aggregate(_login, (before, number) => Renewed(before, number, Now.AddMilliseconds(number)));

        Assert.Equal(Login.MostRefreshments, login.Refreshed.Count);
        Assert.IsType<Refreshing.Reused>(login.Refresh(1, Now.AddSeconds(1)));
        Assert.Single(Renewed(login, 101, Now.AddHours(1)).Refreshed);
    }

    [Fact]
    public void ALoginHoldsUntilItExpiresOrItsGroundsChange()
    {
        Assert.True(_login.IsAlive("grounds", Now + Login.Lifetime - TimeSpan.FromSeconds(1)));
        Assert.False(_login.IsAlive("grounds", Now + Login.Lifetime));
        Assert.False(_login.IsAlive("others", Now));
    }

    [Fact]
    public void ATwentyFirstLoginEndsTheOneLeastLatelyUsed()
    {
        IReadOnlyList<Login> logins = [];
        for (var i = 0; i < 20; i++)
            logins = logins.With(Login.Begin($"{i}", "secret", "grounds", Now.AddMinutes(i)), Now.AddMinutes(i));
        logins = logins.With(Renewed(logins[0], 1, Now.AddMinutes(30)), Now.AddMinutes(30));
        logins = logins.With(Login.Begin("new", "secret", "grounds", Now.AddMinutes(31)), Now.AddMinutes(31));

        Assert.Equal(Logins.Most, logins.Count);
        Assert.Contains(logins, login => login.Id == "0");
        Assert.DoesNotContain(logins, login => login.Id == "1");
    }

    [Fact]
    public void ALoginThatIsUsedIsOneStill()
    {
        var next = Renewed(_login, 1, Now.AddHours(1));

        Assert.Equal([next], new[] { _login }.With(next, Now.AddHours(1)));
    }

    [Fact]
    public void WhatDoesNotHoldIsForgotten()
    {
        var old = Login.Begin("old", "secret", "grounds", Now - Login.Lifetime);
        var other = Login.Begin("other", "secret", "other grounds", Now);

        Assert.Equal(["login"], new[] { old, other }.With(_login, Now).Select(login => login.Id));
    }

    private static Login Renewed(Login login, int number, DateTimeOffset at) =>
        Assert.IsType<Refreshing.Renewed>(login.Refresh(number, at)).Login;
}
