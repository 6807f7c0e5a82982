using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Accounts;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Accounts;

public sealed class RefreshTokenTests
{
    static readonly User User = new(UserId.Parse("user"), OrganizationId.Parse("org"), "Ada", "ada@example.org", Role.Admin);

    readonly RefreshTokens _tokens = new(new EphemeralDataProtectionProvider());
    readonly Login _login;

    public RefreshTokenTests() => _login = Begin(_tokens) with { Number = 3 };

    [Fact]
    public void ATokenSaysWhoseLoginItIsOf()
    {
        var token = RefreshTokens.Read(_tokens.Write(User, _login, 2))!;
        Assert.Equal((User.OrganizationId, User.Id, "login", 2), (token.Organization, token.User, token.Login, token.Number));
        Assert.True(_tokens.IsGenuine(token, _login));
        Assert.Equal(_tokens.Write(User, _login, 2), _tokens.Write(User, _login, 2));
    }

    [Fact]
    public void WhatWasNotGivenForTheLoginIsNotGenuine()
    {
        var token = RefreshTokens.Read(_tokens.Write(User, _login, 2))!;
        Assert.False(_tokens.IsGenuine(token with { Number = 3 }, _login));
        Assert.False(_tokens.IsGenuine(token with { User = UserId.Parse("other") }, _login));
        Assert.False(_tokens.IsGenuine(token with { Organization = OrganizationId.Parse("other") }, _login));
        Assert.False(_tokens.IsGenuine(token, Begin(_tokens) with { Number = 3 }));
        // Nor one that the login has not come to yet.
        Assert.False(_tokens.IsGenuine(RefreshTokens.Read(_tokens.Write(User, _login, 4))!, _login));
    }

    [Fact]
    public void ALoginWhoseKeyIsGoneHasNoTokens()
    {
        var token = RefreshTokens.Read(_tokens.Write(User, _login, 2))!;
        Assert.False(_tokens.IsGenuine(token, Begin(new(new EphemeralDataProtectionProvider())) with { Number = 3 }));
    }

    [Fact]
    public void WhatIsNoTokenIsNotRead()
    {
        Assert.NotNull(RefreshTokens.Read(Text("org/user/login/1")));
        foreach (var content in new[] { "", "org", "org/user/login", "org/user/login/1/1", "o g/user/login/1", "org/u r/login/1", "org/user/login/", "org/user/login/-1" })
            Assert.Null(RefreshTokens.Read(Text(content)));
        foreach (var text in new[] { "", ".", "AAAA", Text("org/user/login/1") + "!", "!" + Text("org/user/login/1"), Text("org/user/login/1") + new string('A', 512) })
            Assert.Null(RefreshTokens.Read(text));
    }

    static string Text(string content) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))}.AAAA";

    static Login Begin(RefreshTokens tokens) => Login.Begin("login", tokens.NewSecret(), "grounds", new StandingClock().GetUtcNow());
}
