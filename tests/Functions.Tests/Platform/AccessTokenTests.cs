using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

public sealed class AccessTokenTests
{
    static readonly User User = new(UserId.Parse("user"), OrganizationId.Parse("org"), "Ada", "ada@example.org", Role.Admin);

    readonly IOptionsMonitor<BearerTokenOptions> _options = Options();
    readonly StandingClock _clock = new();

    [Fact]
    public void ATokenSaysWhoseLoginItIsOfForAQuarterOfAnHour()
    {
        var tokens = new AccessTokens(_options, _clock);
        var (token, expires) = tokens.Issue(User, "login");
        Assert.Equal(_clock.GetUtcNow().AddMinutes(15), expires);
        Assert.Equal(new(User.Id, User.OrganizationId, "login", expires), tokens.Read($"bearer {token}"));
        _clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.NotNull(new AccessTokens(_options, _clock).Read($"Bearer {token}"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(tokens.Read($"bearer {token}"));
        Assert.Null(new AccessTokens(_options, _clock).Read($"Bearer {token}"));
    }

    [Fact]
    public void NothingElseIsAToken()
    {
        var tokens = new AccessTokens(_options, _clock);
        var (token, _) = tokens.Issue(User, "login");
        foreach (var header in new[] { null, "", "Bearer ", token, $"Basic {token}", $"Bearer {token[..^4]}AAAA", $"Bearer {token} ", $"Bearer {token[..40]} {token[40..]}" })
            Assert.Null(tokens.Read(header));
        Assert.Null(new AccessTokens(Options(), _clock).Read($"Bearer {token}"));
        // Nothing long is decrypted, though it be one of ours.
        Assert.Null(tokens.Read($"Bearer {tokens.Issue(User, new('l', 4_000)).Token}"));
    }

    [Fact]
    public void ATokenOfATimeWhenLoginsHadNoNamesIsNone()
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, "user"), new("org", "org")], BearerTokenDefaults.AuthenticationScheme);
        var token = _options.Get(BearerTokenDefaults.AuthenticationScheme).BearerTokenProtector.Protect(
            new(new(identity), new() { ExpiresUtc = _clock.GetUtcNow().AddHours(1) }, BearerTokenDefaults.AuthenticationScheme));
        Assert.Null(new AccessTokens(_options, _clock).Read($"Bearer {token}"));
    }

    [Fact]
    public void WhatAnInstanceIssuesDoesNotHangOnWhereItLies()
    {
        var services = new ServiceCollection().AddPlatform(new Microsoft.Extensions.Configuration.ConfigurationManager());
        var options = services.BuildServiceProvider().GetRequiredService<IOptions<DataProtectionOptions>>();
        // By default it would be the folder.
        Assert.Equal("proctoring", options.Value.ApplicationDiscriminator);
    }

    static IOptionsMonitor<BearerTokenOptions> Options()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddAuthentication().AddBearerToken();
        return services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<BearerTokenOptions>>();
    }
}
