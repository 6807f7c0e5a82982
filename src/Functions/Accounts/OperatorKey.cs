using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// What makes a request the operator's: the header <c>x-operator-key</c> equals setting <c>Operator:Key</c>. Without
/// that setting nobody is the operator.
/// </summary>
sealed partial class OperatorKey : IHostedService
{
    const string Header = "x-operator-key";
    const string Setting = "Operator:Key";
    const int ShortestKey = 16;

    /// <summary>What the platform leaves as a setting's value when it cannot resolve a reference: long enough, and known to everybody.</summary>
    const string Reference = "@Microsoft.KeyVault(";

    readonly ILogger<OperatorKey> _logger;
    readonly byte[]? _hash;
    readonly string? _fault;

    public OperatorKey(IConfiguration configuration, ILogger<OperatorKey> logger)
    {
        _logger = logger;
        var key = configuration[Setting]?.Trim() ?? "";
        _fault = key switch
        {
            "" => null,
            _ when key.StartsWith(Reference, StringComparison.OrdinalIgnoreCase) =>
                "is a reference that the platform could not resolve (see that the secret exists and the application's identity may read it)",
            { Length: < ShortestKey } => $"has less than {ShortestKey} characters",
            _ => null,
        };
        if (key != "" && _fault is null) _hash = Hash(key);
    }

    /// <summary>Says at once what would else be found out by the operator's being refused; everybody else is served all the same.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        if (_fault is not null) Log.NoKey(_logger, Setting, _fault);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>401 unless the request carries the operator's key; 429 after many wrong ones from its address.</summary>
    public void Require(HttpRequest request)
    {
        request.Limits().OperatorAttempt(request);
        var given = request.Headers[Header].ToString();
        // Hashes are compared, in constant time: so neither content nor length of the key shows in the time taken.
        if (_hash is not null && CryptographicOperations.FixedTimeEquals(_hash, Hash(given))) return;
        if (given.Length == 0)
        {
            request.Limits().Anonymous(request);
        }
        else
        {
            // As many of these a minute and address as failures are allowed, and no more.
            Log.WrongKey(_logger, ClientAddress.Of(request));
            request.Limits().OperatorFailure(request);
        }

        throw Problem.Unauthenticated($"The header {Header} does not hold the operator's key.");
    }

    static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    static partial class Log
    {
        [LoggerMessage(701, LogLevel.Warning, "A wrong operator's key came from {Address}")]
        public static partial void WrongKey(ILogger logger, string address);

        [LoggerMessage(702, LogLevel.Error, "There is no operator's key: setting {What} {Reason}")]
        public static partial void NoKey(ILogger logger, string what, string reason);
    }
}
