using System.Text;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs.Models;

namespace Proctoring.Local.Blobs;

/// <summary>The blocks of one block blob (REST "Put Block", "Put Block List"): staged ones are invisible until a list of them is committed.</summary>
sealed class BlobBlocks(BlobProtocol protocol, Uri blob)
{
    public Task<Response> StageAsync(string id, RequestContent content, CancellationToken cancellation)
    {
        var message = protocol.Message(RequestMethod.Put, blob, $"comp=block&blockid={Uri.EscapeDataString(id)}");
        message.Request.Content = content;
        return protocol.SendAsync(message, [201], cancellation);
    }

    /// <summary>The blob is these blocks from now on; all others that were staged for it are dropped.</summary>
    public async Task<Response<BlobContentInfo>> CommitAsync(IEnumerable<string> ids, BlobUploadOptions options, CancellationToken cancellation)
    {
        var message = protocol.Message(RequestMethod.Put, blob, "comp=blocklist");
        var list = string.Concat(ids.Select(id => $"<Latest>{id}</Latest>"));
        message.Request.Content = RequestContent.Create(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>{list}</BlockList>"));
        message.Request.Headers.SetValue("Content-Type", "application/xml");
        return await FinishAsync(message, options, cancellation).ConfigureAwait(false);
    }

    /// <summary>The blob in one request.</summary>
    public Task<Response<BlobContentInfo>> PutAsync(RequestContent content, BlobUploadOptions options, CancellationToken cancellation)
    {
        var message = protocol.Message(RequestMethod.Put, blob);
        message.Request.Content = content;
        message.Request.Headers.SetValue("x-ms-blob-type", "BlockBlob");
        message.Request.Headers.SetValue("Content-Type", "application/octet-stream");
        return FinishAsync(message, options, cancellation);
    }

    async Task<Response<BlobContentInfo>> FinishAsync(HttpMessage message, BlobUploadOptions options, CancellationToken cancellation)
    {
        BlobProtocol.SetHttpHeaders(message.Request, options.HttpHeaders);
        BlobProtocol.SetMetadata(message.Request, options.Metadata);
        BlobProtocol.SetConditions(message.Request, options.Conditions);
        var response = await protocol.SendAsync(message, [201], cancellation).ConfigureAwait(false);
        return Response.FromValue(BlobReply.ContentInfo(response), response);
    }
}
