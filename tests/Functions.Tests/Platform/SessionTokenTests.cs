using Microsoft.AspNetCore.DataProtection;
using Proctoring.Domain;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

public sealed class SessionTokenTests
{
    readonly IDataProtectionProvider _keys = new EphemeralDataProtectionProvider();
    readonly StandingClock _clock = new();

    SessionTokens Tokens => new(_keys, _clock);

    string Issue() => Issue(full: false).Text;

    SessionToken Issue(bool full) => Tokens.Issue(
        SessionId.Parse("s1"), OrganizationId.Parse("o1"), UserId.Parse("c1"), _clock.GetUtcNow().AddHours(1), full);

    [Fact]
    public void ATokenSaysWhoseSessionItIs()
    {
        var ticket = Tokens.Read($"Bearer {Issue()}");
        Assert.Equal(("s1", "o1", "c1"), (ticket?.SessionId.Value, ticket?.OrganizationId.Value, ticket?.CandidateId.Value));
        Assert.Equal(_clock.GetUtcNow().AddHours(1), ticket?.Deadline);
    }

    [Fact]
    public void ATokenLivesAQuarterOfAnHour()
    {
        var token = Issue(full: false);
        var header = $"bearer {token.Text}";
        var remembering = Tokens;
        Assert.Equal(_clock.GetUtcNow().AddMinutes(15), token.ExpiresAt);
        Assert.NotNull(remembering.Read(header));
        _clock.Advance(TimeSpan.FromMinutes(14.9));
        Assert.NotNull(remembering.Read(header));
        Assert.NotNull(Tokens.Read(header));
        _clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Null(remembering.Read(header));
        Assert.Null(Tokens.Read(header));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ATokenSaysWhetherTheSessionIsFull(bool full) => Assert.Equal(full, Tokens.Read($"Bearer {Issue(full).Text}")?.Full);

    [Theory]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\r\n")]
    [InlineData("\u00A0")]
    public void ATokenHasOneTextOnly(string space)
    {
        var token = Issue();
        var remembering = Tokens;
        Assert.NotNull(remembering.Read($"Bearer {token}"));
        foreach (var spelt in new[] { space + token, token + space, token.Insert(40, space) })
            Assert.Null(remembering.Read($"Bearer {spelt}"));
    }

    [Fact]
    public void NothingLongIsDecrypted() => Assert.Null(Tokens.Read($"Bearer {Issue()}{new string('=', 4000)}"));

    [Fact]
    public void NothingElseIsAToken()
    {
        var token = Issue();
        foreach (var header in new[] { null, "", "Bearer", "Bearer ", "Bearer AAAA", "Bearer not base64", token, $"Basic {token}", $"Bearer {token[..^8]}AAAAAAA=" })
            Assert.Null(Tokens.Read(header));
        Assert.Null(new SessionTokens(new EphemeralDataProtectionProvider(), _clock).Read($"Bearer {token}"));
    }
}
