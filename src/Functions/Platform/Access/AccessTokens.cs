using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Issues and reads the tokens of ASP.NET Core's bearer token handler. They are encrypted and signed by Data
/// Protection, whose keys all instances share.
/// </summary>
sealed class AccessTokens(IOptionsMonitor<BearerTokenOptions> options, TimeProvider time)
{
    const string Scheme = BearerTokenDefaults.AuthenticationScheme;
    const string OrganizationClaim = "org";
    const string StampClaim = "stamp";

    /// <summary>In characters: room for the longest name and e-mail address that a user can have, in any script.</summary>
    const int LongestToken = 4096;

    /// <summary>In bytes: some 3,000 tokens.</summary>
    const long Remembered = 8 * 1024 * 1024;

    // Keyed by the whole header, so that a hit needs no new string.
    readonly BoundedCache<string, Entry> _cache = new(Remembered, static (header, _) => BearerHeader.Size(header));

    /// <summary>
    /// A token to be shown at every request and one to get the next pair with. The latter is void when the user's
    /// <paramref name="stamp"/> has changed.
    /// </summary>
    public TokenPair Issue(User user, string stamp)
    {
        var now = time.GetUtcNow();
        var settings = options.Get(Scheme);
        var expires = now + settings.BearerTokenExpiration;
        return new(
            settings.BearerTokenProtector.Protect(Ticket(user, null, expires)),
            expires,
            settings.RefreshTokenProtector.Protect(Ticket(user, stamp, now + settings.RefreshTokenExpiration)));
    }

    /// <summary>The user of an <c>Authorization</c> header, or null if it holds no valid access token.</summary>
    public CurrentUser? Read(string? authorization)
    {
        if (authorization is null) return null;
        if (!_cache.TryGet(authorization, out var entry))
        {
            if (!BearerHeader.TryReadToken(authorization, LongestToken, out var token)) return null;
            var ticket = Unprotect(options.Get(Scheme).BearerTokenProtector, token.ToString());
            if (ticket is null || ticket.Properties.ExpiresUtc is not { } expires) return null;
            entry = new(UserOf(ticket.Principal), expires);
            _cache.Set(authorization, entry);
        }
        return entry.Expires > time.GetUtcNow() ? entry.User : null;
    }

    /// <summary>Whose refresh token this is, or null if it is not a valid one.</summary>
    public (OrganizationId Organization, UserId User, string Stamp)? ReadRefreshToken(string token)
    {
        var ticket = Unprotect(options.Get(Scheme).RefreshTokenProtector, token);
        if (ticket is null || !(ticket.Properties.ExpiresUtc > time.GetUtcNow())) return null;
        var user = UserOf(ticket.Principal);
        return (user.OrganizationId, user.Id, Claim(ticket.Principal, StampClaim));
    }

    static AuthenticationTicket Ticket(User user, string? stamp, DateTimeOffset expires)
    {
        var identity = new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.Id.Value),
            new(OrganizationClaim, user.OrganizationId.Value),
            new(ClaimTypes.Name, user.Name),
            new(ClaimTypes.Email, user.Email),
            new(ClaimTypes.Role, user.Role.ToString()),
        ], Scheme);
        if (stamp is not null) identity.AddClaim(new(StampClaim, stamp));
        return new(new(identity), new AuthenticationProperties { ExpiresUtc = expires }, Scheme);
    }

    static AuthenticationTicket? Unprotect(ISecureDataFormat<AuthenticationTicket> protector, string token) =>
        // Null for anything that we did not issue.
        protector.Unprotect(token);

    static CurrentUser UserOf(ClaimsPrincipal principal) => new(
        UserId.Parse(Claim(principal, ClaimTypes.NameIdentifier)),
        OrganizationId.Parse(Claim(principal, OrganizationClaim)),
        Claim(principal, ClaimTypes.Name),
        Claim(principal, ClaimTypes.Email),
        Enum.Parse<Role>(Claim(principal, ClaimTypes.Role)));

    static string Claim(ClaimsPrincipal principal, string type) =>
        principal.FindFirstValue(type) ?? throw new InvalidOperationException($"A token of ours lacks the claim {type}.");

    sealed record Entry(CurrentUser User, DateTimeOffset Expires);
}

sealed record TokenPair(string AccessToken, DateTimeOffset ExpiresAt, string RefreshToken);
