using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;

namespace Proctoring.Functions.Accounts;

/// <summary>A refresh token as it was shown, not yet compared with the login that it names.</summary>
sealed record RefreshToken(OrganizationId Organization, UserId User, string Login, int Number, byte[] Signature);

/// <summary>
/// Refresh tokens: whose login, which number, and a signature by the login's own secret. The same number is always the same text,
/// so whoever asks twice gets the same token. The secret is stored encrypted; who reads the table can make none.
/// </summary>
sealed class RefreshTokens(IDataProtectionProvider protection)
{
    const int LongestToken = 512;
    const char Separator = '/';

    readonly IDataProtector _protector = protection.CreateProtector("Proctoring.RefreshToken.v1");

    /// <summary>A new login's secret, encrypted.</summary>
    public string NewSecret() => Convert.ToBase64String(_protector.Protect(RandomNumberGenerator.GetBytes(32)));

    public string Write(User user, Login login, int number)
    {
        var content = string.Create(
            CultureInfo.InvariantCulture, $"{user.OrganizationId}{Separator}{user.Id}{Separator}{login.Id}{Separator}{number}");
        var signature = Sign(login, content)
            ?? throw new InvalidOperationException("A login's secret cannot be read though it was made a moment ago.");
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>What a token says; null for what is none. Whether it is genuine only its login tells.</summary>
    public static RefreshToken? Read(string text)
    {
        var end = text.IndexOf('.', StringComparison.Ordinal);
        if (text.Length > LongestToken || end < 0 || !Base64Url.IsValid(text.AsSpan(0, end)) || !Base64Url.IsValid(text.AsSpan(end + 1)))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(0, end))).Split(Separator);
        return parts is [var organization, var user, var login, var number]
            && OrganizationId.TryParse(organization, out var organizationId)
            && UserId.TryParse(user, out var userId)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                ? new(organizationId, userId, login, parsed, Base64Url.DecodeFromChars(text.AsSpan(end + 1)))
                : null;
    }

    /// <summary>Whether the token is one that was given for this login.</summary>
    public bool IsGenuine(RefreshToken token, Login login) =>
        token.Number <= login.Number
        && Sign(login, $"{token.Organization}{Separator}{token.User}{Separator}{login.Id}{Separator}{token.Number.ToString(CultureInfo.InvariantCulture)}")
            is { } signature
        && CryptographicOperations.FixedTimeEquals(signature, token.Signature);

    byte[]? Sign(Login login, string content)
    {
        try
        {
            return HMACSHA256.HashData(_protector.Unprotect(Convert.FromBase64String(login.Secret)), Encoding.UTF8.GetBytes(content));
        }
        catch (CryptographicException)
        {
            // Its key is gone: nobody can have a token of this login any more.
            return null;
        }
    }
}
