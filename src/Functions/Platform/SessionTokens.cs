using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Proctoring.Domain;

namespace Proctoring.Functions.Platform;

/// <summary>What a session token says.</summary>
/// <param name="Deadline">The deadline when the token was issued; pauses and granted time may have moved it since.</param>
/// <param name="ExpiresAt">When the token ceases to be valid.</param>
/// <param name="Full">The session has sent all the events that are kept: ingest takes only grave ones of it.</param>
sealed record SessionTicket(
    SessionId SessionId, OrganizationId OrganizationId, UserId CandidateId, DateTimeOffset Deadline, DateTimeOffset ExpiresAt, bool Full = false);

/// <summary>
/// Tokens that let a candidate's browser send events without anybody looking into storage. Encrypted and signed by
/// Data Protection, whose keys all instances share.
/// </summary>
sealed class SessionTokens(IDataProtectionProvider protection, TimeProvider time)
{
    const string Prefix = "Bearer ";

    /// <summary>
    /// A token outlives the deadline that it was issued with, because pauses and granted time move that; whether the
    /// session still takes events is decided where they are scored. Starting again gives a fresh token.
    /// </summary>
    static readonly TimeSpan ValidAfterDeadline = TimeSpan.FromHours(12);

    readonly IDataProtector _protector = protection.CreateProtector("Proctoring.SessionToken.v1");

    // Keyed by the whole header, so that a hit needs no new string.
    readonly BoundedCache<string, SessionTicket> _cache = new(8192);

    public string Issue(SessionId session, OrganizationId organization, UserId candidate, DateTimeOffset deadline, bool full = false) =>
        Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(
            new SessionTicket(session, organization, candidate, deadline, deadline + ValidAfterDeadline, full))));

    /// <summary>The ticket of an <c>Authorization</c> header, or null if it holds no valid session token.</summary>
    public SessionTicket? Read(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        if (!_cache.TryGet(authorization, out var ticket))
        {
            ticket = Unprotect(authorization.AsSpan(Prefix.Length));
            if (ticket is null) return null;
            _cache.Set(authorization, ticket);
        }
        return ticket.ExpiresAt > time.GetUtcNow() ? ticket : null;
    }

    SessionTicket? Unprotect(ReadOnlySpan<char> token)
    {
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
