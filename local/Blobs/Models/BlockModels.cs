namespace Azure.Storage.Blobs.Models;

/// <summary>What staging a block answers.</summary>
public class BlockInfo
{
    internal BlockInfo()
    {
    }

    public byte[]? ContentHash { get; internal init; }
}

public class BlockBlobStageBlockOptions
{
    public BlobRequestConditions? Conditions { get; set; }
}

public class CommitBlockListOptions
{
    public BlobHttpHeaders? HttpHeaders { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }

    public BlobRequestConditions? Conditions { get; set; }
}
