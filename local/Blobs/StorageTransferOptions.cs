namespace Azure.Storage;

/// <summary>How a large blob is split.</summary>
public struct StorageTransferOptions
{
    /// <summary>Blocks on the way at once.</summary>
    public int? MaximumConcurrency { get; set; }

    /// <summary>Largest block, bytes.</summary>
    public long? MaximumTransferSize { get; set; }

    /// <summary>Content up to this many bytes goes in one request.</summary>
    public long? InitialTransferSize { get; set; }
}
