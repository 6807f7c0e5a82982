using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Azure.Storage.Blobs;

/// <summary>One container and its blobs.</summary>
public class BlobContainerClient
{
    public BlobContainerClient(string connectionString, string blobContainerName)
        : this(connectionString, blobContainerName, null!)
    {
    }

    public BlobContainerClient(string connectionString, string blobContainerName, BlobClientOptions options) => throw new NotImplementedException();

    public BlobContainerClient(Uri blobContainerUri, TokenCredential credential, BlobClientOptions? options = null) => throw new NotImplementedException();

    public virtual string AccountName => throw new NotImplementedException();

    public virtual string Name => throw new NotImplementedException();

    public virtual Uri Uri => throw new NotImplementedException();

    public virtual bool CanGenerateSasUri => throw new NotImplementedException();

    public virtual BlobClient GetBlobClient(string blobName) => throw new NotImplementedException();

    public virtual Task<Response<BlobContainerInfo>> CreateAsync(
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType = PublicAccessType.None,
        IDictionary<string, string>? metadata = null,
        BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<bool>> DeleteIfExistsAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual AsyncPageable<BlobItem> GetBlobsAsync(
        BlobTraits traits = BlobTraits.None, BlobStates states = BlobStates.None, string? prefix = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<bool>> DeleteBlobIfExistsAsync(
        string blobName,
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Uri GenerateSasUri(BlobSasBuilder builder) => throw new NotImplementedException();
}
