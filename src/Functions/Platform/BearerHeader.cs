using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Proctoring.Functions.Platform;

/// <summary>
/// What an <c>Authorization</c> header has to look like before anybody decrypts it or remembers it. The decoders of base64 pass over white space, so that one
/// token would have any number of texts, of any length.
/// </summary>
static class BearerHeader
{
    const string Scheme = "Bearer ";

    static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=");

    /// <param name="header">The header's value.</param>
    /// <param name="longest">The longest token there can be, in characters.</param>
    /// <param name="token">What follows the scheme.</param>
    public static bool TryReadToken([NotNullWhen(true)] string? header, int longest, out ReadOnlySpan<char> token)
    {
        token = default;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        token = header.AsSpan(Scheme.Length);
        return token.Length > 0 && token.Length <= longest && !token.ContainsAnyExcept(Base64);
    }

    /// <summary>What a remembered header takes with the few short strings that it stands for, in bytes, generously.</summary>
    public static int Size(string header) => 2 * header.Length + 1024;
}
