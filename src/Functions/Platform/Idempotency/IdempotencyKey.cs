using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Proctoring.Domain;

namespace Proctoring.Functions.Platform;

/// <summary>
/// A client's own name for one command (header <c>Idempotency-Key</c>). Sent again under it, say because the reply was lost, the
/// command is not carried out again and is answered as the first time. Names are each user's own.
/// </summary>
/// <param name="Value">1–64 of <c>A-Z a-z 0-9 . _ -</c>.</param>
/// <param name="Fingerprint">Of method, path and body: a name stands for one command.</param>
sealed record IdempotencyKey(UserId User, string Value, string Fingerprint)
{
    public const string Header = "Idempotency-Key";
    const int Longest = 64;

    static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Tells the users' names apart where rows are kept under them.</summary>
    public string Row => $"{User}:{Value}";

    /// <summary>The name that the request gives itself, or null; 400 if it cannot be one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="user">Who makes it.</param>
    /// <param name="body">What was read of its body: spaces and fields that nobody reads make no other command.</param>
    public static IdempotencyKey? Read<T>(HttpRequest request, CurrentUser user, T body)
    {
        if (!request.Headers.TryGetValue(Header, out var values)) return null;
        if (values is not [{ Length: > 0 and <= Longest } value] || value.AsSpan().ContainsAnyExcept(Allowed))
            throw Problem.Invalid(Header, $"is 1 to {Longest} of A-Z a-z 0-9 . _ -");
        var command = $"{request.Method} {request.Path}\n{JsonSerializer.Serialize(body, Json.Options)}";
        return new(user.Id, value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command))));
    }
}
