using System.Globalization;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Proctoring.Local.Blobs;
using Proctoring.Local.Storage;

namespace Azure.Storage.Blobs;

/// <summary>One container and its blobs.</summary>
public class BlobContainerClient
{
    readonly BlobProtocol _protocol;

    public BlobContainerClient(string connectionString, string blobContainerName)
        : this(connectionString, blobContainerName, null!)
    {
    }

    public BlobContainerClient(string connectionString, string blobContainerName, BlobClientOptions options)
    {
        (_protocol, var account) = BlobProtocol.Create(connectionString, options);
        Uri = StorageAddress.Append(account, Uri.EscapeDataString(blobContainerName));
    }

    public BlobContainerClient(Uri blobContainerUri, TokenCredential credential, BlobClientOptions? options = null)
        : this(BlobProtocol.Create(credential, options), blobContainerUri)
    {
    }

    internal BlobContainerClient(BlobProtocol protocol, Uri uri) => (_protocol, Uri) = (protocol, uri);

    public virtual Uri Uri { get; }

    public virtual string AccountName => StorageAddress.Account(Uri);

    public virtual string Name => StorageAddress.ContainerAndBlob(Uri).Container;

    /// <summary>Whether the client holds an account key to sign with.</summary>
    public virtual bool CanGenerateSasUri => _protocol.Key is not null;

    public virtual BlobClient GetBlobClient(string blobName) => new(_protocol, AddressOf(blobName));

    internal BlockBlobClient BlockBlob(string blobName) => new(_protocol, AddressOf(blobName));

    /// <summary>Fails with 409 when the container exists.</summary>
    public virtual async Task<Response<BlobContainerInfo>> CreateAsync(
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null,
        CancellationToken cancellationToken = default)
    {
        if (encryptionScopeOptions is not null) throw new NotSupportedException("Encryption scopes are not supported locally.");
        var message = _protocol.Message(RequestMethod.Put, Uri, "restype=container");
        if (publicAccessType != PublicAccessType.None)
            message.Request.Headers.SetValue("x-ms-blob-public-access", publicAccessType == PublicAccessType.Blob ? "blob" : "container");
        BlobProtocol.SetMetadata(message.Request, metadata);
        var response = await _protocol.SendAsync(message, [201], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(BlobReply.ContainerInfo(response), response);
    }

    /// <summary>Gives null, as the real client does, when the container exists.</summary>
    public virtual async Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return await CreateAsync(publicAccessType, metadata, encryptionScopeOptions, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerAlreadyExists.ToString())
        {
            return null!;
        }
    }

    public virtual async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        var message = _protocol.Message(RequestMethod.Head, Uri, "restype=container");
        var response = await _protocol.SendAsync(message, [200, 404], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(response.Status == 200, response);
    }

    public virtual async Task<Response<bool>> DeleteIfExistsAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var message = _protocol.Message(RequestMethod.Delete, Uri, "restype=container");
        BlobProtocol.SetConditions(message.Request, conditions);
        var response = await _protocol.SendAsync(message, [202, 404], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(response.Status == 202, response);
    }

    public virtual AsyncPageable<BlobItem> GetBlobsAsync(
        BlobTraits traits = BlobTraits.None, BlobStates states = BlobStates.None, string? prefix = null, CancellationToken cancellationToken = default)
    {
        if ((traits & ~BlobTraits.Metadata) != 0) throw new NotSupportedException($"Listing with {traits} is not supported locally.");
        if (states != BlobStates.None) throw new NotSupportedException($"Listing {states} is not supported locally.");
        return new StoragePages<BlobItem>(
            async (token, size) =>
            {
                var query = "restype=container&comp=list";
                if (prefix is not null) query += $"&prefix={Uri.EscapeDataString(prefix)}";
                if (token is not null) query += $"&marker={Uri.EscapeDataString(token)}";
                if (size is { } most) query += $"&maxresults={most.ToString(CultureInfo.InvariantCulture)}";
                if (traits == BlobTraits.Metadata) query += "&include=metadata";
                var response = await _protocol.SendAsync(_protocol.Message(RequestMethod.Get, Uri, query), [200], cancellationToken).ConfigureAwait(false);
                var (items, next) = BlobReply.List(response);
                return Page<BlobItem>.FromValues(items, next, response);
            },
            null);
    }

    public virtual Task<Response<bool>> DeleteBlobIfExistsAsync(
        string blobName,
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default) =>
        GetBlobClient(blobName).DeleteIfExistsAsync(snapshotsOption, conditions, cancellationToken);

    public virtual Uri GenerateSasUri(BlobSasBuilder builder) => BlobSas.Sign(Uri, _protocol.Key, builder);

    Uri AddressOf(string blobName)
    {
        ArgumentException.ThrowIfNullOrEmpty(blobName);
        return StorageAddress.Append(Uri, BlobProtocol.EscapeBlobName(blobName));
    }
}
