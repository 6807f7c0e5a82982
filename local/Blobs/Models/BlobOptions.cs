namespace Azure.Storage.Blobs.Models;

public class BlobUploadOptions
{
    public BlobHttpHeaders? HttpHeaders { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    public StorageTransferOptions TransferOptions { get; set; }
}

public class BlobDownloadOptions
{
    public HttpRange Range { get; set; }

    public BlobRequestConditions? Conditions { get; set; }
}

/// <param name="allowModifications">False: the stream fails when the blob is changed while it is read.</param>
public class BlobOpenReadOptions(bool allowModifications)
{
    public long Position { get; set; }

    public int? BufferSize { get; set; }

    public BlobRequestConditions? Conditions { get; set; }

    internal bool AllowModifications { get; } = allowModifications;
}

public class BlobContainerEncryptionScopeOptions
{
    public string? DefaultEncryptionScope { get; set; }

    public bool PreventEncryptionScopeOverride { get; set; }
}
