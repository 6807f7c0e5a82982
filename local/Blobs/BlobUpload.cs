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

    public async Task<Response<BlobContentInfo>> SendAsync(Stream content, CancellationToken cancellation)
    {
        var single = options.TransferOptions.InitialTransferSize ?? SinglePut;
        if (content.CanSeek && content.Length - content.Position <= single)
            return await PutAsync(new BorrowedStream(content), cancellation).ConfigureAwait(false);

        var blockSize = (int)Math.Min(options.TransferOptions.MaximumTransferSize ?? Block, int.MaxValue);
        var block = new byte[blockSize];
        var ids = new List<string>();
        for (int length; (length = await content.ReadAtLeastAsync(block, blockSize, throwOnEndOfStream: false, cancellation).ConfigureAwait(false)) > 0;)
        {
            var part = RequestContent.Create(block.AsMemory(0, length));
            // What fits into one block needs no list of blocks.
            if (length < blockSize && ids.Count == 0) return await PutAsync(part, cancellation).ConfigureAwait(false);
            ids.Add(Convert.ToBase64String(Encoding.ASCII.GetBytes(ids.Count.ToString("D32", CultureInfo.InvariantCulture))));
            var message = protocol.Message(RequestMethod.Put, blob, $"comp=block&blockid={Uri.EscapeDataString(ids[^1])}");
            message.Request.Content = part;
            await protocol.SendAsync(message, [201], cancellation).ConfigureAwait(false);
        }

        return ids.Count == 0
            ? await PutAsync(RequestContent.Create(ReadOnlyMemory<byte>.Empty), cancellation).ConfigureAwait(false)
            : await CommitAsync(ids, cancellation).ConfigureAwait(false);
    }

    public async Task<Response<BlobContentInfo>> PutAsync(RequestContent content, CancellationToken cancellation)
    {
        var message = protocol.Message(RequestMethod.Put, blob);
        message.Request.Content = content;
        message.Request.Headers.SetValue("x-ms-blob-type", "BlockBlob");
        message.Request.Headers.SetValue("Content-Type", "application/octet-stream");
        return await FinishAsync(message, cancellation).ConfigureAwait(false);
    }

    async Task<Response<BlobContentInfo>> CommitAsync(List<string> ids, CancellationToken cancellation)
    {
        var message = protocol.Message(RequestMethod.Put, blob, "comp=blocklist");
        var list = string.Concat(ids.Select(id => $"<Latest>{id}</Latest>"));
        message.Request.Content = RequestContent.Create(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>{list}</BlockList>"));
        message.Request.Headers.SetValue("Content-Type", "application/xml");
        return await FinishAsync(message, cancellation).ConfigureAwait(false);
    }

    async Task<Response<BlobContentInfo>> FinishAsync(HttpMessage message, CancellationToken cancellation)
    {
        BlobProtocol.SetHttpHeaders(message.Request, options.HttpHeaders);
        BlobProtocol.SetMetadata(message.Request, options.Metadata);
        BlobProtocol.SetConditions(message.Request, options.Conditions);
        var response = await protocol.SendAsync(message, [201], cancellation).ConfigureAwait(false);
        return Response.FromValue(BlobReply.ContentInfo(response), response);
    }
}
