using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Proctoring.Local.Storage;

namespace Proctoring.Functions.Tests.Platform;

/// <summary>
/// Blob storage that knows its callers by access tokens, as it does on Azure: Azurite with TLS, which it wants for that. It looks at
/// what a token says and not at its signature.
/// </summary>
public sealed partial class TokenStorage : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("proctoring-token-storage-").FullName;
    readonly HttpClientHandler _trusting;
    Process _azurite = null!;
    Uri _address = null!;
    byte[] _certificate = [];

    public TokenStorage() => _trusting = new()
    {
        ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.RawDataMemory.Span.SequenceEqual(_certificate),
    };

    /// <summary>A client of the service with an identity of its own and no account key.</summary>
    /// <param name="requested">Called with the address of every request.</param>
    public BlobServiceClient Client(Action<Uri>? requested = null) => new(
        _address,
        DelegatedTokenCredential.Create((_, _) => Token()),
        new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(new Watching(_trusting, requested), disposeHandler: false)) });

    /// <summary>Fetches without any credential.</summary>
    public async Task<(HttpStatusCode Status, string Text, HttpContentHeaders Headers)> GetAsync(Uri url)
    {
        using var browser = new HttpClient(_trusting, disposeHandler: false);
        using var reply = await browser.GetAsync(url);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync(), reply.Content.Headers);
    }

    public async Task InitializeAsync()
    {
        var (certificate, key) = MakeCertificate();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, WorkingDirectory = _folder };
        foreach (var argument in new[]
        {
            Path.Combine(AzuritePackage.Folder, "node_modules", "azurite", "dist", "src", "blob", "main.js"),
            "--blobHost", "127.0.0.1", "--blobPort", "0", "--cert", certificate, "--key", key, "--oauth", "basic",
            "--inMemoryPersistence", "--disableTelemetry",
        })
            start.ArgumentList.Add(argument);
        _azurite = AzuritePackage.Start(start);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await _azurite.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (ServingAt().Match(line) is { Success: true } match)
            {
                _address = new Uri($"{match.Value}/{StorageConnectionString.EmulatorAccount}");
                return;
            }

        throw new InvalidOperationException("Azurite ended before it served.");
    }

    public async Task DisposeAsync()
    {
        _azurite.Kill();
        await _azurite.WaitForExitAsync();
        _azurite.Dispose();
        _trusting.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    (string Certificate, string Key) MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = certificate.RawData;
        var files = (Certificate: Path.Combine(_folder, "certificate.pem"), Key: Path.Combine(_folder, "key.pem"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    static AccessToken Token()
    {
        var (now, expires) = (DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
        var claims = new
        {
            aud = "https://storage.azure.com",
            iss = "https://sts.windows.net/11111111-1111-1111-1111-111111111111/",
            iat = now.AddMinutes(-5).ToUnixTimeSeconds(),
            nbf = now.AddMinutes(-5).ToUnixTimeSeconds(),
            exp = expires.ToUnixTimeSeconds(),
            oid = "22222222-2222-2222-2222-222222222222",
            tid = "11111111-1111-1111-1111-111111111111",
        };
        return new($"{Part(new { alg = "RS256", typ = "JWT" })}.{Part(claims)}.{Part("none")}", expires);

        static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
    }

    [GeneratedRegex(@"https://127\.0\.0\.1:\d+")]
    private static partial Regex ServingAt();

    sealed class Watching(HttpMessageHandler inner, Action<Uri>? requested) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            requested?.Invoke(request.RequestUri!);
            return base.SendAsync(request, cancellation);
        }
    }
}
