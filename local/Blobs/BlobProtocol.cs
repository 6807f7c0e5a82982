using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Blobs;

/// <summary>Makes and sends requests of the blob service's REST protocol.</summary>
sealed class BlobProtocol
{
    readonly HttpPipeline _pipeline;
    readonly string _version;

    BlobProtocol(HttpPipelinePolicy? authentication, StorageSharedKeyCredential? key, BlobClientOptions? options)
    {
        options ??= new BlobClientOptions();
        _pipeline = StoragePipeline.Build(options, authentication);
        _version = options.VersionText;
        Key = key;
    }

    /// <summary>The account's key, when the client was given one; it can then sign access for others.</summary>
    public StorageSharedKeyCredential? Key { get; }

    public static BlobProtocol Create(StorageSharedKeyCredential credential, BlobClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new BlobProtocol(new BlobSharedKeyPolicy(credential), credential, options);
    }

    public static BlobProtocol Create(TokenCredential credential, BlobClientOptions? options) => new(StoragePipeline.Bearer(credential), null, options);

    /// <summary>No credential: what the address itself allows, by its SAS or because the container is public.</summary>
    public static BlobProtocol Create(BlobClientOptions? options) => new(null, null, options);

    public static (BlobProtocol Protocol, Uri Endpoint) Create(string connectionString, BlobClientOptions? options)
    {
        var parsed = StorageConnectionString.Parse(connectionString);
        return (Create(new StorageSharedKeyCredential(parsed.AccountName, parsed.AccountKey), options), parsed.BlobEndpoint);
    }

    /// <summary>A blob's name keeps its slashes in an address.</summary>
    public static string EscapeBlobName(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    public HttpMessage Message(RequestMethod method, Uri resource, string query = "")
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        var address = new UriBuilder(resource);
        address.Query = (address.Query.TrimStart('?'), query) switch
        {
            ("", _) => query,
            (var own, "") => own,
            (var own, _) => $"{own}&{query}",
        };
        message.Request.Uri.Reset(address.Uri);
        message.Request.Headers.SetValue("x-ms-version", _version);
        return message;
    }

    /// <summary>Sends and gives the answer if it is one of <paramref name="expected"/>.</summary>
    /// <exception cref="RequestFailedException">Any other answer.</exception>
    public async Task<Response> SendAsync(HttpMessage message, int[] expected, CancellationToken cancellation)
    {
        using (message)
        {
            var request = message.Request;
            // The length is signed, so it has to be set before the transport would.
            if (request.Content is null && request.Method == RequestMethod.Put) request.Content = RequestContent.Create(ReadOnlyMemory<byte>.Empty);
            if (request.Content is not null && request.Content.TryComputeLength(out var length))
                request.Headers.SetValue("Content-Length", length.ToString(CultureInfo.InvariantCulture));
            await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
            return expected.Contains(message.Response.Status) ? message.Response : throw new RequestFailedException(message.Response);
        }
    }

    /// <summary>Sends and gives the content while it is still arriving.</summary>
    public async Task<(Response Response, Stream Content)> SendStreamingAsync(HttpMessage message, int[] expected, CancellationToken cancellation)
    {
        message.BufferResponse = false;
        await _pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        if (expected.Contains(message.Response.Status)) return (message.Response, message.ExtractResponseContent()!);
        using (message)
        {
            // The error's text still has to be read.
            var text = new MemoryStream();
            if (message.Response.ContentStream is { } stream) await stream.CopyToAsync(text, cancellation).ConfigureAwait(false);
            text.Position = 0;
            message.Response.ContentStream = text;
            throw new RequestFailedException(message.Response);
        }
    }

    public static void SetConditions(Request request, BlobRequestConditions? conditions)
    {
        if (conditions is null) return;
        if (conditions.IfMatch is { } match) request.Headers.SetValue("If-Match", match.ToString("H"));
        if (conditions.IfNoneMatch is { } noneMatch) request.Headers.SetValue("If-None-Match", noneMatch.ToString("H"));
        if (conditions.IfModifiedSince is { } modified) request.Headers.SetValue("If-Modified-Since", modified.ToString("R", CultureInfo.InvariantCulture));
        if (conditions.IfUnmodifiedSince is { } unmodified) request.Headers.SetValue("If-Unmodified-Since", unmodified.ToString("R", CultureInfo.InvariantCulture));
    }

    public static void SetMetadata(Request request, IDictionary<string, string>? metadata)
    {
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>()) request.Headers.SetValue("x-ms-meta-" + name, value);
    }

    public static void SetHttpHeaders(Request request, BlobHttpHeaders? headers)
    {
        if (headers is null) return;
        Set("x-ms-blob-content-type", headers.ContentType);
        Set("x-ms-blob-content-encoding", headers.ContentEncoding);
        Set("x-ms-blob-content-language", headers.ContentLanguage);
        Set("x-ms-blob-content-disposition", headers.ContentDisposition);
        Set("x-ms-blob-cache-control", headers.CacheControl);
        Set("x-ms-blob-content-md5", headers.ContentHash is { } hash ? Convert.ToBase64String(hash) : null);

        void Set(string name, string? value)
        {
            if (value is not null) request.Headers.SetValue(name, value);
        }
    }

    public static void SetRange(Request request, HttpRange range)
    {
        if (range != default) request.Headers.SetValue("x-ms-range", range.ToString());
    }
}
