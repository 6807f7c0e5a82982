using System.Globalization;
using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Proctoring.Local.Blobs;

/// <summary>Reads the blob service's answers into the SDK's models.</summary>
static class BlobReply
{
    const string MetadataPrefix = "x-ms-meta-";

    public static BlobContentInfo ContentInfo(Response response) => new()
    {
        ETag = ETagOf(response),
        LastModified = Time(response, "Last-Modified"),
        ContentHash = Hash(Text(response, "Content-MD5")),
    };

    public static BlockInfo Block(Response response) => new() { ContentHash = Hash(Text(response, "Content-MD5")) };

    public static BlobInfo Info(Response response) => new() { ETag = ETagOf(response), LastModified = Time(response, "Last-Modified") };

    public static BlobContainerInfo ContainerInfo(Response response) => new() { ETag = ETagOf(response), LastModified = Time(response, "Last-Modified") };

    public static BlobProperties Properties(Response response) => new()
    {
        ETag = ETagOf(response),
        LastModified = Time(response, "Last-Modified"),
        CreatedOn = Time(response, "x-ms-creation-time"),
        Metadata = Metadata(response),
        BlobType = Type(Text(response, "x-ms-blob-type")),
        ContentLength = Length(response),
        ContentType = Text(response, "Content-Type"),
        ContentEncoding = Text(response, "Content-Encoding"),
        ContentLanguage = Text(response, "Content-Language"),
        ContentDisposition = Text(response, "Content-Disposition"),
        CacheControl = Text(response, "Cache-Control"),
        ContentHash = Hash(Text(response, "Content-MD5")),
    };

    public static BlobDownloadDetails Download(Response response) => new()
    {
        ETag = ETagOf(response),
        LastModified = Time(response, "Last-Modified"),
        CreatedOn = Time(response, "x-ms-creation-time"),
        Metadata = Metadata(response),
        BlobType = Type(Text(response, "x-ms-blob-type")),
        ContentLength = Length(response),
        ContentRange = Text(response, "Content-Range"),
        ContentType = Text(response, "Content-Type"),
        ContentEncoding = Text(response, "Content-Encoding"),
        ContentLanguage = Text(response, "Content-Language"),
        ContentDisposition = Text(response, "Content-Disposition"),
        CacheControl = Text(response, "Cache-Control"),
        // Of a part, the header would hold the part's hash.
        ContentHash = Hash(Text(response, response.Status == 206 ? "x-ms-blob-content-md5" : "Content-MD5")),
    };

    /// <summary>A page of a listing and the marker of the next one.</summary>
    public static (IReadOnlyList<BlobItem> Items, string? Next) List(Response response)
    {
        var root = XDocument.Load(response.Content.ToStream()).Root!;
        var items = root.Element("Blobs")!.Elements("Blob").Select(Item).ToList();
        return (items, root.Element("NextMarker")?.Value is { Length: > 0 } next ? next : null);
    }

    public static UserDelegationKey DelegationKey(Response response)
    {
        var root = XDocument.Load(response.Content.ToStream()).Root!;
        return new UserDelegationKey
        {
            SignedObjectId = Value("SignedOid"),
            SignedTenantId = Value("SignedTid"),
            SignedStartsOn = ParseTime(Value("SignedStart")),
            SignedExpiresOn = ParseTime(Value("SignedExpiry")),
            SignedService = Value("SignedService"),
            SignedVersion = Value("SignedVersion"),
            Value = Value("Value"),
        };

        string Value(string name) => root.Element(name)?.Value ?? throw new InvalidDataException($"A user delegation key has a {name}.");
    }

    static BlobItem Item(XElement blob)
    {
        var properties = blob.Element("Properties")!;
        return new BlobItem
        {
            Name = blob.Element("Name")!.Value,
            Metadata = blob.Element("Metadata")?.Elements().ToDictionary(e => e.Name.LocalName, e => e.Value, StringComparer.OrdinalIgnoreCase) ?? [],
            Properties = new BlobItemProperties
            {
                ETag = Value("Etag") is { } tag ? new ETag(tag) : null,
                LastModified = Value("Last-Modified") is { } modified ? ParseTime(modified) : null,
                CreatedOn = Value("Creation-Time") is { } created ? ParseTime(created) : null,
                ContentLength = Value("Content-Length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : null,
                ContentType = Value("Content-Type"),
                BlobType = Value("BlobType") is { } type ? Type(type) : null,
                ContentHash = Hash(Value("Content-MD5")),
            },
        };

        string? Value(string name) => properties.Element(name)?.Value is { Length: > 0 } value ? value : null;
    }

    static string? Text(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;

    static ETag ETagOf(Response response) => response.Headers.ETag ?? default;

    static DateTimeOffset Time(Response response, string name) => Text(response, name) is { } text ? ParseTime(text) : default;

    static DateTimeOffset ParseTime(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    static long Length(Response response) => Text(response, "Content-Length") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    static byte[]? Hash(string? text) => text is null ? null : Convert.FromBase64String(text);

    static BlobType Type(string? text) => text switch
    {
        "PageBlob" => BlobType.Page,
        "AppendBlob" => BlobType.Append,
        _ => BlobType.Block,
    };

    static Dictionary<string, string> Metadata(Response response) => response.Headers
        .Where(header => header.Name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Name[MetadataPrefix.Length..], header => header.Value, StringComparer.OrdinalIgnoreCase);
}
