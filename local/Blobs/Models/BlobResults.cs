namespace Azure.Storage.Blobs.Models;

/// <summary>What an upload answers.</summary>
public class BlobContentInfo
{
    internal BlobContentInfo()
    {
    }

    public ETag ETag { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }

    public byte[]? ContentHash { get; internal init; }
}

/// <summary>What a change of headers or metadata answers.</summary>
public class BlobInfo
{
    internal BlobInfo()
    {
    }

    public ETag ETag { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }
}

public class BlobContainerInfo
{
    internal BlobContainerInfo()
    {
    }

    public ETag ETag { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }
}

public class BlobProperties
{
    public ETag ETag { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }

    public DateTimeOffset CreatedOn { get; internal init; }

    public IDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();

    public BlobType BlobType { get; internal init; }

    public long ContentLength { get; internal init; }

    public string? ContentType { get; internal init; }

    public string? ContentEncoding { get; internal init; }

    public string? ContentLanguage { get; internal init; }

    public string? ContentDisposition { get; internal init; }

    public string? CacheControl { get; internal init; }

    public byte[]? ContentHash { get; internal init; }
}

public class BlobDownloadDetails
{
    public ETag ETag { get; internal init; }

    public DateTimeOffset LastModified { get; internal init; }

    public DateTimeOffset CreatedOn { get; internal init; }

    public IDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();

    public BlobType BlobType { get; internal init; }

    public long ContentLength { get; internal init; }

    public string? ContentRange { get; internal init; }

    public string? ContentType { get; internal init; }

    public string? ContentEncoding { get; internal init; }

    public string? ContentLanguage { get; internal init; }

    public string? ContentDisposition { get; internal init; }

    public string? CacheControl { get; internal init; }

    public byte[]? ContentHash { get; internal init; }
}

/// <summary>A blob in memory.</summary>
public class BlobDownloadResult
{
    internal BlobDownloadResult()
    {
    }

    public BlobDownloadDetails Details { get; internal init; } = null!;

    public BinaryData Content { get; internal init; } = null!;
}

/// <summary>A blob on its way; dispose it to end the transfer.</summary>
public class BlobDownloadStreamingResult : IDisposable
{
    internal BlobDownloadStreamingResult()
    {
    }

    public BlobDownloadDetails Details { get; internal init; } = null!;

    public Stream Content { get; internal init; } = null!;

    public void Dispose()
    {
        Content.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A blob in a listing.</summary>
public class BlobItem
{
    internal BlobItem()
    {
    }

    public string Name { get; internal init; } = "";

    public BlobItemProperties Properties { get; internal init; } = null!;

    /// <summary>Empty unless <see cref="BlobTraits.Metadata"/> was asked for.</summary>
    public IDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();
}

public class BlobItemProperties
{
    internal BlobItemProperties()
    {
    }

    public ETag? ETag { get; internal init; }

    public DateTimeOffset? LastModified { get; internal init; }

    public DateTimeOffset? CreatedOn { get; internal init; }

    public long? ContentLength { get; internal init; }

    public string? ContentType { get; internal init; }

    public BlobType? BlobType { get; internal init; }

    public byte[]? ContentHash { get; internal init; }
}

/// <summary>Signs SAS tokens with the rights of the identity that asked for it.</summary>
public class UserDelegationKey
{
    internal UserDelegationKey()
    {
    }

    public string SignedObjectId { get; internal init; } = "";

    public string SignedTenantId { get; internal init; } = "";

    public DateTimeOffset SignedStartsOn { get; internal init; }

    public DateTimeOffset SignedExpiresOn { get; internal init; }

    public string SignedService { get; internal init; } = "";

    public string SignedVersion { get; internal init; } = "";

    public string Value { get; internal init; } = "";
}
