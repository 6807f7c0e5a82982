using System.Globalization;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs.Models;

namespace Proctoring.Local.Blobs;

/// <summary>Uploads a block blob: in one request, or, when it is large or of unknown length, in blocks that are then committed.</summary>
sealed class BlobUpload(BlobProtocol protocol, Uri blob, BlobUploadOptions options)
{
    // The real client's defaults.
    const long SinglePut = 256 * 1024 * 1024;
    const int Block = 8 * 1024 * 1024;

    readonly BlobBlocks _blocks = new(protocol, blob);

    public async Task<Response<BlobContentInfo>> SendAsync(Stream content, CancellationToken cancellation)
    {
        var single = options.TransferOptions.InitialTransferSize ?? SinglePut;
        if (content.CanSeek && content.Length - content.Position <= single)
            return await _blocks.PutAsync(new BorrowedStream(content), options, cancellation).ConfigureAwait(false);

        var blockSize = (int)Math.Min(options.TransferOptions.MaximumTransferSize ?? Block, int.MaxValue);
        var block = new byte[blockSize];
        var ids = new List<string>();
        for (int length; (length = await content.ReadAtLeastAsync(block, blockSize, throwOnEndOfStream: false, cancellation).ConfigureAwait(false)) > 0;)
        {
            var part = RequestContent.Create(block.AsMemory(0, length));
            // What fits into one block needs no list of blocks.
            if (length < blockSize && ids.Count == 0) return await _blocks.PutAsync(part, options, cancellation).ConfigureAwait(false);
            ids.Add(Convert.ToBase64String(Encoding.ASCII.GetBytes(ids.Count.ToString("D32", CultureInfo.InvariantCulture))));
            await _blocks.StageAsync(ids[^1], part, cancellation).ConfigureAwait(false);
        }

        return ids.Count == 0
            ? await _blocks.PutAsync(RequestContent.Create(ReadOnlyMemory<byte>.Empty), options, cancellation).ConfigureAwait(false)
            : await _blocks.CommitAsync(ids, options, cancellation).ConfigureAwait(false);
    }
}
