using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Host;

/// <summary>The keys that functions above the level Anonymous ask for: kept in the data folder, made once.</summary>
sealed class FunctionKeys(DataFolder folder)
{
    readonly Lazy<byte[]> _master = new(() => Encoding.UTF8.GetBytes(folder.Secret("masterKey")));
    readonly Lazy<byte[]> _function = new(() => Encoding.UTF8.GetBytes(folder.Secret("functionKey")));

    /// <summary>The header wins over the query; the master key opens everything.</summary>
    public bool Allow(HttpRequest request, AuthorizationLevel level)
    {
        var given = request.Headers.TryGetValue("x-functions-key", out var header) ? header : request.Query["code"];
        if (given is not [{ Length: > 0 } text]) return false;
        var key = Encoding.UTF8.GetBytes(text);
        return CryptographicOperations.FixedTimeEquals(key, _master.Value)
            || level is AuthorizationLevel.Function or AuthorizationLevel.User && CryptographicOperations.FixedTimeEquals(key, _function.Value);
    }
}
