using Azure.Storage.Sas;

namespace Azure.Storage.Blobs;

/// <summary>Takes a blob's address apart and puts it together again.</summary>
public class BlobUriBuilder
{
    public BlobUriBuilder(Uri uri) => throw new NotImplementedException();

    public string AccountName { get; set; } = "";

    public string BlobContainerName { get; set; } = "";

    public string BlobName { get; set; } = "";

    public BlobSasQueryParameters? Sas { get; set; }

    public Uri ToUri() => throw new NotImplementedException();
}
