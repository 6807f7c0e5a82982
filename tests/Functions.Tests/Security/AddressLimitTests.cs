using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Health;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Security;

/// <summary>Who shows no valid token is told apart by address, and asks for no more than one address may.</summary>
public sealed class AddressLimitTests
{
    static readonly Dictionary<string, Func<HttpRequest, Task>> Doors = new()
    {
        ["login"] = request => new LogIn(null!, null!, null!, null!).RunAsync(request, default),
        ["refresh"] = request => new RefreshLogin(null!, NullLogger<RefreshLogin>.Instance).RunAsync(request),
        ["logout"] = request => new LogOut(null!).RunAsync(request),
        ["health"] = request => new CheckHealth(null!, null!, null!, null!, NullLogger<CheckHealth>.Instance).RunAsync(request, default),
        ["user"] = async request => await request.UserAsync(Policies.Members),
        ["session"] = request => Task.FromResult(request.SessionTicket("session")),
        ["operator"] = request => Task.Run(() => new OperatorKey(new ConfigurationBuilder().Build(), NullLogger<OperatorKey>.Instance).Require(request)),
    };

    public static TheoryData<string> Names => [.. Doors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryDoorThatOpensWithoutATokenCountsByAddress(string door)
    {
        using var limits = new RateLimits(new() { AddressBurst = 3, AddressPerSecond = 1 });
        List<int> statuses = [];
        for (var i = 0; i < 30; i++) statuses.Add(await StatusAsync("192.0.2.1"));
        Assert.DoesNotContain(429, statuses[..3]);
        Assert.Contains(429, statuses);
        Assert.NotEqual(429, await StatusAsync("192.0.2.2"));

        async Task<int> StatusAsync(string address)
        {
            var refused = await Record.ExceptionAsync(() => Doors[door](Request(limits, address)));
            return refused is null ? 200 : Assert.IsType<ProblemException>(refused).Status;
        }
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3:3:4:5:6", "2001:db8:1:3::")]
    [InlineData("::1", "::1")]
    [InlineData(null, "unknown")]
    public void WhoHasOneAddressOfANetworkHasAllOfThem(string? address, string expected) =>
        Assert.Equal(expected, ClientAddress.Of(Request(null, address)));

    [Fact]
    public void WhoAsksTooOftenInAMinuteIsToldToComeBackWithinOne()
    {
        using var limits = new RateLimits(new() { NegotiationsPerMinute = 2 });
        var user = new CurrentUser(UserId.Parse("u"), OrganizationId.Parse("o"), "Una", "una@example.org", Role.Proctor, "login");
        for (var i = 0; i < 2; i++) limits.Negotiation(user);
        var refused = Assert.Throws<ProblemException>(() => limits.Negotiation(user));
        Assert.Equal(429, refused.Status);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        limits.Negotiation(user with { Id = UserId.Parse("v") });
    }

    [Fact]
    public void WhatOneIsRefusedCostsTheOthersOfTheOrganizationNothing()
    {
        using var limits = new RateLimits(new()
        {
            UserPerSecond = 1,
            UserBurst = 1,
            OrganizationPerSecond = 1,
            OrganizationBurst = 2,
            ReportsPerMinute = 1,
            OrganizationReportsPerMinute = 2,
        });
        var organization = OrganizationId.Parse("o");
        AccessTicket Ticket(string user) => new(UserId.Parse(user), organization, "login", DateTimeOffset.MaxValue);
        CurrentUser User(string user) => new(UserId.Parse(user), organization, user, "una@example.org", Role.Proctor, "login");

        limits.User(Ticket("u"));
        limits.Report(User("u"));
        for (var i = 0; i < 5; i++)
        {
            Record.Exception(() => limits.User(Ticket("u")));
            Assert.Throws<ProblemException>(() => limits.Report(User("u")));
        }

        limits.User(Ticket("v"));
        limits.Report(User("v"));
    }

    static HttpRequest Request(RateLimits? limits, string? address)
    {
        var services = new ServiceCollection().AddSingleton(new AccessTokens(null!, TimeProvider.System))
            .AddSingleton(new SessionTokens(new EphemeralDataProtectionProvider(), TimeProvider.System));
        if (limits is not null) services.AddSingleton(_ => limits);
        return new DefaultHttpContext
        {
            RequestServices = services.BuildServiceProvider(),
            Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) },
            Request = { Body = new MemoryStream("""{"refreshToken":"x","email":"nobody"}"""u8.ToArray()) },
        }.Request;
    }
}
