using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Microsoft.Net.Http.Headers;

namespace Proctoring.Functions.Platform;

/// <summary>An address at which anybody who knows it can read one blob, until it expires.</summary>
sealed record BlobLink(Uri Url, DateTimeOffset ExpiresAt);

/// <summary>
/// Makes links for browsers, which then fetch a blob from the storage account and not through a function. They are
/// signed with the account's key if the client has it. Otherwise, as with a managed identity, with a key that the service lends
/// to that identity (user delegation), so that the account can do without shared keys.
/// </summary>
sealed class BlobLinks(BlobServiceClient service, TimeProvider clock)
{
    /// <summary>How long a lent key is used. The service lends one for at most seven days.</summary>
    static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(1);

    /// <summary>A link does not outlive the key it was signed with; a key that has less left than this is renewed.</summary>
    static readonly TimeSpan KeyReserve = TimeSpan.FromHours(1);

    /// <summary>A key that begins now is not valid yet while this clock is ahead of the service's.</summary>
    static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(15);

    readonly SemaphoreSlim _renewal = new(1);
    volatile UserDelegationKey? _key;

    /// <param name="blob">What it opens. Whether the blob exists is not looked at.</param>
    /// <param name="lifetime">How long it works, at most an hour.</param>
    /// <param name="contentType">What the browser is told it gets.</param>
    /// <param name="fileName">The name under which the browser saves it.</param>
    /// <param name="cancellation">Cancels the request for a key.</param>
    public async Task<BlobLink> ToReadAsync(
        BlobClient blob, TimeSpan lifetime, string contentType, string fileName, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, KeyReserve);
        // Signatures carry whole seconds. No start: a link that is valid at once needs none.
        var expires = DateTimeOffset.FromUnixTimeSeconds((clock.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        var access = new BlobSasBuilder(BlobSasPermissions.Read, expires)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
            ContentType = contentType,
            ContentDisposition = disposition.ToString(),
            CacheControl = "private, no-store",
        };
        if (blob.CanGenerateSasUri) return new(blob.GenerateSasUri(access), expires);

        var signed = access.ToSasQueryParameters(await LentKeyAsync(cancellation), service.AccountName);
        return new(new BlobUriBuilder(blob.Uri) { Sas = signed }.ToUri(), expires);
    }

    async Task<UserDelegationKey> LentKeyAsync(CancellationToken cancellation)
    {
        if (_key is { } key && IsGood(key)) return key;
        await _renewal.WaitAsync(cancellation);
        try
        {
            if (_key is { } renewed && IsGood(renewed)) return renewed;
            var now = clock.GetUtcNow();
            return _key = await service.GetUserDelegationKeyAsync(now - ClockDifference, now + KeyLifetime, cancellation);
        }
        finally
        {
            _renewal.Release();
        }
    }

    bool IsGood(UserDelegationKey key) => key.SignedExpiresOn - clock.GetUtcNow() > KeyReserve;
}
