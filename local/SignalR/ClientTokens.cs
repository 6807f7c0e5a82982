using System.Buffers.Text;
using System.Data.Common;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker.SignalRService;
using Microsoft.Extensions.Configuration;

namespace Proctoring.Local.SignalR;

/// <summary>
/// Access tokens for clients, in the service's own format: a JWT signed with the connection string's access key,
/// whose audience is the hub's client endpoint and whose claim <c>asrs.s.uid</c> is the user.
/// </summary>
sealed class ClientTokens
{
    const string Header = """{"alg":"HS256","typ":"JWT"}""";
    const string UserIdClaim = "asrs.s.uid";

    readonly string _endpoint;
    readonly byte[] _key;
    readonly TimeProvider _time;

    public ClientTokens(IConfiguration configuration, TimeProvider time)
    {
        var text = configuration[ServerlessHub.DefaultConnectionStringName]
            ?? throw new InvalidOperationException($"Setting '{ServerlessHub.DefaultConnectionStringName}' is missing.");
        var parts = new DbConnectionStringBuilder { ConnectionString = text };
        _endpoint = Part(parts, "Endpoint").TrimEnd('/');
        _key = Encoding.UTF8.GetBytes(Part(parts, "AccessKey"));
        _time = time;
    }

    /// <summary>Where the clients of a hub connect to.</summary>
    public string ClientEndpoint(string hub) => $"{_endpoint}/client/?hub={hub}";

    public string Issue(string hub, string? userId, TimeSpan lifetime)
    {
        var now = _time.GetUtcNow();
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Payload(
            userId, ClientEndpoint(hub), now.ToUnixTimeSeconds(), now.ToUnixTimeSeconds(), (now + lifetime).ToUnixTimeSeconds()));
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header))}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(signed))}";
    }

    /// <summary>The user of a token that is genuine, for this hub and not expired; else null.</summary>
    public ClaimsPrincipal? Read(string hub, string token)
    {
        var end = token.LastIndexOf('.');
        var middle = token.IndexOf('.', StringComparison.Ordinal);
        if (middle <= 0 || end == middle) return null;
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Sign(token[..end]), Base64Url.DecodeFromChars(token.AsSpan(end + 1))))
                return null;
            var payload = JsonSerializer.Deserialize<Payload>(Base64Url.DecodeFromChars(token.AsSpan((middle + 1)..end)));
            if (payload is null || payload.Audience != ClientEndpoint(hub)) return null;
            if (payload.ExpiresAt <= _time.GetUtcNow().ToUnixTimeSeconds()) return null;
            return new(new ClaimsIdentity(
                payload.UserId is { } user ? [new Claim(ClaimTypes.NameIdentifier, user)] : [], "Bearer"));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    byte[] Sign(string text) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(text));

    static string Part(DbConnectionStringBuilder parts, string name) =>
        parts.TryGetValue(name, out var value) && value is string { Length: > 0 } text
            ? text
            : throw new ArgumentException($"The SignalR connection string lacks {name}.");

    sealed record Payload(
        [property: JsonPropertyName(UserIdClaim)] string? UserId,
        [property: JsonPropertyName("aud")] string Audience,
        [property: JsonPropertyName("nbf")] long NotBefore,
        [property: JsonPropertyName("iat")] long IssuedAt,
        [property: JsonPropertyName("exp")] long ExpiresAt);
}
