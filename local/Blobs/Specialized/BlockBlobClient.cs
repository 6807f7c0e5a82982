using Azure.Storage.Blobs.Models;
using Proctoring.Local.Blobs;
using Proctoring.Local.Storage;

namespace Azure.Storage.Blobs.Specialized;

/// <summary>One block blob, written block by block.</summary>
public class BlockBlobClient
{
    readonly BlobBlocks _blocks;

    internal BlockBlobClient(BlobProtocol protocol, Uri uri) => (_blocks, Uri) = (new(protocol, uri), uri);

    public virtual Uri Uri { get; }

    public virtual string AccountName => StorageAddress.Account(Uri);

    public virtual string BlobContainerName => StorageAddress.ContainerAndBlob(Uri).Container;

    public virtual string Name => StorageAddress.ContainerAndBlob(Uri).Blob;

    /// <summary>
    /// Stores a block that no reader sees before it is committed. Ids are base64, all of a blob's of the same length; the content must be seekable and not
    /// empty.
    /// </summary>
    public virtual async Task<Response<BlockInfo>> StageBlockAsync(
        string base64BlockId, Stream content, BlockBlobStageBlockOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (options?.Conditions is not null) throw new NotSupportedException("Conditions of a block are not supported locally.");
        var response = await _blocks.StageAsync(base64BlockId, new BorrowedStream(content), cancellationToken).ConfigureAwait(false);
        return Response.FromValue(BlobReply.Block(response), response);
    }

    /// <summary>
    /// Makes the blob of these blocks, whatever it was before. 400 (InvalidBlockList) when one of them is not there, for example because another
    /// list was committed after it was staged.
    /// </summary>
    public virtual Task<Response<BlobContentInfo>> CommitBlockListAsync(
        IEnumerable<string> base64BlockIds, CommitBlockListOptions options, CancellationToken cancellationToken = default) =>
        _blocks.CommitAsync(
            base64BlockIds,
            new BlobUploadOptions { HttpHeaders = options?.HttpHeaders, Metadata = options?.Metadata, Conditions = options?.Conditions },
            cancellationToken);
}

public static class SpecializedBlobExtensions
{
    /// <summary>With the container's own pipeline and credential.</summary>
    public static BlockBlobClient GetBlockBlobClient(this BlobContainerClient client, string blobName)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.BlockBlob(blobName);
    }
}
