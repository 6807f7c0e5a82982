using Azure.Core;
using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs;

/// <summary>The blob containers of one storage account.</summary>
public class BlobServiceClient
{
    public BlobServiceClient(string connectionString)
        : this(connectionString, null!)
    {
    }

    public BlobServiceClient(string connectionString, BlobClientOptions options) => throw new NotImplementedException();

    public BlobServiceClient(Uri serviceUri, TokenCredential credential, BlobClientOptions? options = null) => throw new NotImplementedException();

    public BlobServiceClient(Uri serviceUri, StorageSharedKeyCredential credential, BlobClientOptions? options = null) => throw new NotImplementedException();

    public virtual string AccountName => throw new NotImplementedException();

    public virtual Uri Uri => throw new NotImplementedException();

    public virtual BlobContainerClient GetBlobContainerClient(string blobContainerName) => throw new NotImplementedException();

    /// <summary>A key for SAS tokens that carries the caller's own rights. The service gives one to token credentials only.</summary>
    public virtual Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
