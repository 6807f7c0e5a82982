namespace Azure.Storage.Blobs.Models;

/// <summary>Headers that the service gives back with the blob.</summary>
public class BlobHttpHeaders
{
    public string? ContentType { get; set; }

    public string? ContentEncoding { get; set; }

    public string? ContentLanguage { get; set; }

    public string? ContentDisposition { get; set; }

    public string? CacheControl { get; set; }

    /// <summary>MD5 of the content.</summary>
    public byte[]? ContentHash { get; set; }
}
