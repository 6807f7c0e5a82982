using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Proctoring.Domain;

namespace Proctoring.Functions.Platform;

/// <summary>What a session token says.</summary>
/// <param name="Deadline">The deadline when the token was issued; pauses and granted time may have moved it since.</param>
/// <param name="ExpiresAt">When the token ceases to be valid.</param>
/// <param name="Full">The session had sent all the events that are kept when the token was issued: ingest takes only grave ones.</param>
sealed record SessionTicket(
    SessionId SessionId, OrganizationId OrganizationId, UserId CandidateId, DateTimeOffset Deadline, DateTimeOffset ExpiresAt, bool Full = false);

/// <summary>A token and when it ceases to be valid.</summary>
sealed record SessionToken(string Text, DateTimeOffset ExpiresAt);

/// <summary>
/// Tokens that let a candidate's browser send events without anybody looking into storage. Encrypted and signed by
/// Data Protection, whose keys all instances share.
/// </summary>
sealed class SessionTokens(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>
    /// Nobody can call a token back. So it lives shortly, and whoever starts the session again, which reads it, gets another: a session that
    /// has ended or was removed stops feeding the stream within this time.
    /// </summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>In characters; ours have about 450.</summary>
    const int LongestToken = 2048;

    /// <summary>In bytes: 17,000 tokens.</summary>
    const long Remembered = 32 * 1024 * 1024;

    // The first version's lived until half a day after the deadline.
    readonly IDataProtector _protector = protection.CreateProtector("Proctoring.SessionToken.v2");

    // Keyed by the whole header, so that a hit needs no new string.
    readonly BoundedCache<string, SessionTicket> _cache = new(Remembered, static (header, _) => BearerHeader.Size(header));

    /// <param name="session">The session.</param>
    /// <param name="organization">Its organisation.</param>
    /// <param name="candidate">Its candidate, who alone may have the token.</param>
    /// <param name="deadline">When its time is over, as things are.</param>
    /// <param name="full">Whether it has reached its event limit.</param>
    public SessionToken Issue(SessionId session, OrganizationId organization, UserId candidate, DateTimeOffset deadline, bool full = false)
    {
        var expires = time.GetUtcNow() + Lifetime;
        var ticket = new SessionTicket(session, organization, candidate, deadline, expires, full);
        return new(Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(ticket))), expires);
    }

    /// <summary>The ticket of an <c>Authorization</c> header, or null if it holds no valid session token.</summary>
    public SessionTicket? Read(string? authorization)
    {
        if (authorization is null) return null;
        if (!_cache.TryGet(authorization, out var ticket))
        {
            ticket = Unprotect(authorization);
            if (ticket is null) return null;
            _cache.Set(authorization, ticket);
        }
        return ticket.ExpiresAt > time.GetUtcNow() ? ticket : null;
    }

    SessionTicket? Unprotect(string authorization)
    {
        if (!BearerHeader.TryReadToken(authorization, LongestToken, out var token)) return null;
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64Chars(token, bytes, out var length) || length == 0) return null;
        try
        {
            return JsonSerializer.Deserialize<SessionTicket>(_protector.Unprotect(bytes.AsSpan(0, length).ToArray()));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
