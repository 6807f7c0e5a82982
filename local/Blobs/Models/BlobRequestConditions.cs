namespace Azure.Storage.Blobs.Models;

/// <summary>What must hold of the blob for a request to be carried out; otherwise 412 (a write) or 304 (a read).</summary>
public class BlobRequestConditions
{
    public ETag? IfMatch { get; set; }

    /// <summary><see cref="ETag.All"/> on an upload means: only when the blob does not exist yet (409 otherwise).</summary>
    public ETag? IfNoneMatch { get; set; }

    public DateTimeOffset? IfModifiedSince { get; set; }

    public DateTimeOffset? IfUnmodifiedSince { get; set; }
}
