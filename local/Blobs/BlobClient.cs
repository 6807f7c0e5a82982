using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Proctoring.Local.Blobs;
using Proctoring.Local.Storage;

namespace Azure.Storage.Blobs;

/// <summary>One block blob.</summary>
public class BlobClient
{
    const int ReadAhead = 4 * 1024 * 1024;
    readonly BlobProtocol _protocol;

    public BlobClient(string connectionString, string blobContainerName, string blobName)
        : this(connectionString, blobContainerName, blobName, null!)
    {
    }

    public BlobClient(string connectionString, string blobContainerName, string blobName, BlobClientOptions options)
    {
        (_protocol, var account) = BlobProtocol.Create(connectionString, options);
        Uri = StorageAddress.Append(account, $"{Uri.EscapeDataString(blobContainerName)}/{BlobProtocol.EscapeBlobName(blobName)}");
    }

    public BlobClient(Uri blobUri, BlobClientOptions? options = null)
        : this(BlobProtocol.Create(options), blobUri)
    {
    }

    public BlobClient(Uri blobUri, TokenCredential credential, BlobClientOptions? options = null)
        : this(BlobProtocol.Create(credential, options), blobUri)
    {
    }

    internal BlobClient(BlobProtocol protocol, Uri uri) => (_protocol, Uri) = (protocol, uri);

    public virtual Uri Uri { get; }

    public virtual string AccountName => StorageAddress.Account(Uri);

    public virtual string BlobContainerName => StorageAddress.ContainerAndBlob(Uri).Container;

    public virtual string Name => StorageAddress.ContainerAndBlob(Uri).Blob;

    /// <summary>Whether the client holds an account key to sign with.</summary>
    public virtual bool CanGenerateSasUri => _protocol.Key is not null;

    /// <summary>Fails with 409 when the blob exists.</summary>
    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content) => UploadAsync(content, overwrite: false);

    /// <summary>Fails with 409 when the blob exists.</summary>
    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content) => UploadAsync(content, overwrite: false);

    /// <summary>Fails with 409 when the blob exists.</summary>
    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, CancellationToken cancellationToken) =>
        UploadAsync(content, overwrite: false, cancellationToken);

    /// <summary>Fails with 409 when the blob exists.</summary>
    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, CancellationToken cancellationToken) =>
        UploadAsync(content, overwrite: false, cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, Options(overwrite), cancellationToken);

    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, Options(overwrite), cancellationToken);

    /// <summary>Overwrites, unless the conditions forbid it.</summary>
    public virtual Task<Response<BlobContentInfo>> UploadAsync(Stream content, BlobUploadOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new BlobUpload(_protocol, Uri, options ?? new BlobUploadOptions()).SendAsync(content, cancellationToken);
    }

    /// <summary>Overwrites, unless the conditions forbid it.</summary>
    public virtual Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, BlobUploadOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return UploadAsync(content.ToStream(), options, cancellationToken);
    }

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync() => DownloadContentAsync(null, CancellationToken.None);

    public virtual Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) => DownloadContentAsync(null, cancellationToken);

    public virtual async Task<Response<BlobDownloadResult>> DownloadContentAsync(BlobDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await _protocol.SendAsync(Download(options), [200, 206], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobDownloadResult { Details = BlobReply.Download(response), Content = response.Content }, response);
    }

    public virtual async Task<Response<BlobDownloadStreamingResult>> DownloadStreamingAsync(
        BlobDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (response, content) = await _protocol.SendStreamingAsync(Download(options), [200, 206], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new BlobDownloadStreamingResult { Details = BlobReply.Download(response), Content = content }, response);
    }

    public virtual async Task<Stream> OpenReadAsync(BlobOpenReadOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        BlobProperties blob = await GetPropertiesAsync(options.Conditions, cancellationToken).ConfigureAwait(false);
        var conditions = options.AllowModifications ? options.Conditions : new BlobRequestConditions { IfMatch = blob.ETag };
        return new BlobReadStream(this, conditions, options.BufferSize ?? ReadAhead, blob.ContentLength, options.Position);
    }

    public virtual Task<Stream> OpenReadAsync(
        long position = 0, int? bufferSize = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Position = position, BufferSize = bufferSize, Conditions = conditions }, cancellationToken);

    public virtual async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        var response = await _protocol.SendAsync(_protocol.Message(RequestMethod.Head, Uri), [200, 404], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(response.Status == 200, response);
    }

    public virtual async Task<Response<BlobProperties>> GetPropertiesAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var message = _protocol.Message(RequestMethod.Head, Uri);
        BlobProtocol.SetConditions(message.Request, conditions);
        var response = await _protocol.SendAsync(message, [200], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(BlobReply.Properties(response), response);
    }

    public virtual Task<Response<BlobInfo>> SetMetadataAsync(
        IDictionary<string, string> metadata, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var message = _protocol.Message(RequestMethod.Put, Uri, "comp=metadata");
        BlobProtocol.SetMetadata(message.Request, metadata);
        return ChangeAsync(message, conditions, cancellationToken);
    }

    /// <summary>Headers that are not given are removed.</summary>
    public virtual Task<Response<BlobInfo>> SetHttpHeadersAsync(
        BlobHttpHeaders? httpHeaders = null, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var message = _protocol.Message(RequestMethod.Put, Uri, "comp=properties");
        BlobProtocol.SetHttpHeaders(message.Request, httpHeaders);
        return ChangeAsync(message, conditions, cancellationToken);
    }

    /// <summary>Fails with 404 when there is no such blob.</summary>
    public virtual Task<Response> DeleteAsync(
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default) =>
        _protocol.SendAsync(Deletion(snapshotsOption, conditions), [202], cancellationToken);

    public virtual async Task<Response<bool>> DeleteIfExistsAsync(
        DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None,
        BlobRequestConditions? conditions = null,
        CancellationToken cancellationToken = default)
    {
        var response = await _protocol.SendAsync(Deletion(snapshotsOption, conditions), [202, 404], cancellationToken).ConfigureAwait(false);
        return Response.FromValue(response.Status == 202, response);
    }

    public virtual Uri GenerateSasUri(BlobSasPermissions permissions, DateTimeOffset expiresOn) =>
        GenerateSasUri(new BlobSasBuilder(permissions, expiresOn) { BlobContainerName = BlobContainerName, BlobName = Name });

    public virtual Uri GenerateSasUri(BlobSasBuilder builder) => BlobSas.Sign(Uri, _protocol.Key, builder);

    static BlobUploadOptions Options(bool overwrite) =>
        new() { Conditions = overwrite ? null : new BlobRequestConditions { IfNoneMatch = ETag.All } };

    HttpMessage Download(BlobDownloadOptions? options)
    {
        var message = _protocol.Message(RequestMethod.Get, Uri);
        BlobProtocol.SetRange(message.Request, options?.Range ?? default);
        BlobProtocol.SetConditions(message.Request, options?.Conditions);
        return message;
    }

    HttpMessage Deletion(DeleteSnapshotsOption snapshots, BlobRequestConditions? conditions)
    {
        var message = _protocol.Message(RequestMethod.Delete, Uri);
        if (snapshots != DeleteSnapshotsOption.None)
            message.Request.Headers.SetValue("x-ms-delete-snapshots", snapshots == DeleteSnapshotsOption.IncludeSnapshots ? "include" : "only");
        BlobProtocol.SetConditions(message.Request, conditions);
        return message;
    }

    async Task<Response<BlobInfo>> ChangeAsync(HttpMessage message, BlobRequestConditions? conditions, CancellationToken cancellation)
    {
        BlobProtocol.SetConditions(message.Request, conditions);
        var response = await _protocol.SendAsync(message, [200], cancellation).ConfigureAwait(false);
        return Response.FromValue(BlobReply.Info(response), response);
    }
}
