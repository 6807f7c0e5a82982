using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;

namespace Proctoring.Functions.Platform;

/// <summary>What an access token says. What the user may do stands in no token: that can change while one is valid.</summary>
/// <param name="Login">The login that it was issued for.</param>
sealed record AccessTicket(UserId User, OrganizationId Organization, string Login, DateTimeOffset ExpiresAt);

/// <summary>
/// Issues and reads the access tokens of ASP.NET Core's bearer token handler. They are encrypted and signed by Data
/// Protection, whose keys all instances share.
/// </summary>
sealed class AccessTokens(IOptionsMonitor<BearerTokenOptions> options, TimeProvider time)
{
    /// <summary>How long one is valid; then a refresh gives another.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    const string Scheme = BearerTokenDefaults.AuthenticationScheme;
    const string OrganizationClaim = "org";
    const string LoginClaim = "login";

    /// <summary>In characters; it holds three ids.</summary>
    const int LongestToken = 2048;

    /// <summary>In bytes: some 4,000 tokens.</summary>
    const long Remembered = 8 * 1024 * 1024;

    // Keyed by the whole header, so that a hit needs no new string.
    readonly BoundedCache<string, AccessTicket> _cache = new(Remembered, static (header, _) => BearerHeader.Size(header));

    /// <summary>A token to be shown at every request, and until when it is valid.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Issue(User user, string login)
    {
        var expires = time.GetUtcNow() + Lifetime;
        var identity = new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.Id.Value),
            new(OrganizationClaim, user.OrganizationId.Value),
            new(LoginClaim, login),
        ], Scheme);
        return (options.Get(Scheme).BearerTokenProtector.Protect(new(new(identity), new() { ExpiresUtc = expires }, Scheme)), expires);
    }

    /// <summary>The ticket of an <c>Authorization</c> header, or null if it holds no valid access token.</summary>
    public AccessTicket? Read(string? authorization)
    {
        if (authorization is null) return null;
        if (!_cache.TryGet(authorization, out var ticket))
        {
            if (!BearerHeader.TryReadToken(authorization, LongestToken, out var token)) return null;
            // Null for anything that we did not issue.
            ticket = TicketOf(options.Get(Scheme).BearerTokenProtector.Unprotect(token.ToString()));
            if (ticket is null) return null;
            _cache.Set(authorization, ticket);
        }
        return ticket.ExpiresAt > time.GetUtcNow() ? ticket : null;
    }

    static AccessTicket? TicketOf(AuthenticationTicket? ticket) =>
        ticket?.Properties.ExpiresUtc is { } expires
        && ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } user
        && ticket.Principal.FindFirstValue(OrganizationClaim) is { } organization
        // Not in those that were issued before logins had names.
        && ticket.Principal.FindFirstValue(LoginClaim) is { } login
            ? new(UserId.Parse(user), OrganizationId.Parse(organization), login, expires)
            : null;
}
