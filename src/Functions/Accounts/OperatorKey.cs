using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// What makes a request the operator's: the header <c>x-operator-key</c> equals setting <c>Operator:Key</c>. Without
/// that setting nobody is the operator.
/// </summary>
sealed class OperatorKey
{
    const string Header = "x-operator-key";
    const string Setting = "Operator:Key";
    const int ShortestKey = 16;

    readonly byte[]? _hash;

    public OperatorKey(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } key) return;
        if (key.Length < ShortestKey)
            throw new InvalidOperationException($"Setting '{Setting}' has less than {ShortestKey} characters.");
        _hash = Hash(key);
    }

    /// <summary>401 unless the request carries the operator's key.</summary>
    public void Require(HttpRequest request)
    {
        // Hashes are compared, in constant time: so neither content nor length of the key shows in the time taken.
        if (_hash is null || !CryptographicOperations.FixedTimeEquals(_hash, Hash(request.Headers[Header].ToString())))
            throw Problem.Unauthenticated($"The header {Header} does not hold the operator's key.");
    }

    static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
