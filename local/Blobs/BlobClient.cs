using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Azure.Storage.Blobs;

/// <summary>One block blob.</summary>
public class BlobClient
{
    public BlobClient(string connectionString, string blobContainerName, string blobName)
        : this(connectionString, blobContainerName, blobName, null!)
    {
    }

    public BlobClient(string connectionString, string blobContainerName, string blobName, BlobClientOptions options) => throw new NotImplementedException();

    public BlobClient(Uri blobUri, BlobClientOptions? options = null) => throw new NotImplementedException();

    public BlobClient(Uri blobUri, TokenCredential credential, BlobClientOptions? options = null) => throw new NotImplementedException();

    public virtual string AccountName => throw new NotImplementedException();

    public virtual string BlobContainerName => throw new NotImplementedException();

    public virtual string Name => throw new NotImplementedException();

    public virtual Uri Uri => throw new NotImplementedException();

    /// <summary>Whether the client holds an account key to sign with.</summary>
    public virtual bool CanGenerateSasUri => throw new NotImplementedException();

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content) => throw new NotImplementedException();

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content) => throw new NotImplementedException();

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, CancellationToken cancellationToken) => throw new NotImplementedException();

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, CancellationToken cancellationToken) => throw new NotImplementedException();

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, bool overwrite = false, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, bool overwrite = false, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, BlobUploadOptions options, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, BlobUploadOptions options, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync() => throw new NotImplementedException();

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync(BlobDownloadOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(BlobDownloadOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Stream> OpenReadAsync(BlobOpenReadOptions options, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Stream> OpenReadAsync(
        long position = 0, int? bufferSize = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobProperties>> GetPropertiesAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobInfo>> SetMetadataAsync(
        IDictionary<string, string> metadata, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<BlobInfo>> SetHttpHeadersAsync(
        BlobHttpHeaders? httpHeaders = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response> DeleteAsync(
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Task<Response<bool>> DeleteIfExistsAsync(
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public virtual Uri GenerateSasUri(BlobSasPermissions permissions, DateTimeOffset expiresOn) => throw new NotImplementedException();

    public virtual Uri GenerateSasUri(BlobSasBuilder builder) => throw new NotImplementedException();
}
