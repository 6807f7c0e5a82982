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

    string Issue() => Tokens.Issue(
        SessionId.Parse("s1"), OrganizationId.Parse("o1"), UserId.Parse("c1"), _clock.GetUtcNow().AddHours(1));

    [Fact]
    public void ATokenSaysWhoseSessionItIs()
    {
        var ticket = Tokens.Read($"Bearer {Issue()}");
        Assert.Equal(("s1", "o1", "c1"), (ticket?.SessionId.Value, ticket?.OrganizationId.Value, ticket?.CandidateId.Value));
        Assert.Equal(_clock.GetUtcNow().AddHours(1), ticket?.Deadline);
    }

    [Fact]
    public void ATokenOutlivesItsDeadlineByHalfADay()
    {
        var header = $"bearer {Issue()}";
        var remembering = Tokens;
        Assert.NotNull(remembering.Read(header));
        _clock.Advance(TimeSpan.FromHours(12.9));
        Assert.NotNull(remembering.Read(header));
        Assert.NotNull(Tokens.Read(header));
        _clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Null(remembering.Read(header));
        Assert.Null(Tokens.Read(header));
    }

    [Fact]
    public void NothingElseIsAToken()
    {
        var token = Issue();
        foreach (var header in new[] { null, "", "Bearer", "Bearer ", "Bearer AAAA", "Bearer not base64", token, $"Basic {token}", $"Bearer {token[..^8]}AAAAAAA=" })
            Assert.Null(Tokens.Read(header));
        Assert.Null(new SessionTokens(new EphemeralDataProtectionProvider(), _clock).Read($"Bearer {token}"));
    }
}
