using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Proctoring.Local.Blobs;
using Proctoring.Local.Storage;

namespace Azure.Storage.Blobs;

/// <summary>The blob containers of one storage account.</summary>
public class BlobServiceClient
{
    readonly BlobProtocol _protocol;

    public BlobServiceClient(string connectionString)
        : this(connectionString, null!)
    {
    }

    public BlobServiceClient(string connectionString, BlobClientOptions options) => (_protocol, Uri) = BlobProtocol.Create(connectionString, options);

    public BlobServiceClient(Uri serviceUri, TokenCredential credential, BlobClientOptions? options = null) =>
        (_protocol, Uri) = (BlobProtocol.Create(credential, options), serviceUri);

    public BlobServiceClient(Uri serviceUri, StorageSharedKeyCredential credential, BlobClientOptions? options = null) =>
        (_protocol, Uri) = (BlobProtocol.Create(credential, options), serviceUri);

    public virtual Uri Uri { get; }

    public virtual string AccountName => StorageAddress.Account(Uri);

    public virtual BlobContainerClient GetBlobContainerClient(string blobContainerName)
    {
        ArgumentException.ThrowIfNullOrEmpty(blobContainerName);
        return new(_protocol, StorageAddress.Append(Uri, Uri.EscapeDataString(blobContainerName)));
    }

    /// <summary>
    /// A key for SAS tokens that carries the caller's own rights. The service gives one to token credentials only, for at
    /// most seven days.
    /// </summary>
    public virtual async Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(
        DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken = default)
    {
        var message = _protocol.Message(RequestMethod.Post, Uri, "restype=service&comp=userdelegationkey");
        var start = startsOn is { } time ? $"<Start>{Time(time)}</Start>" : "";
        message.Request.Content = RequestContent.Create(Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?><KeyInfo>{start}<Expiry>{Time(expiresOn)}</Expiry></KeyInfo>"));
        message.Request.Headers.SetValue("Content-Type", "application/xml");
        var response = await _protocol.SendAsync(message, [200], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(BlobReply.DelegationKey(response), response);

        static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
