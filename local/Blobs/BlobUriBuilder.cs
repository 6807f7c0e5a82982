using Azure.Storage.Sas;
using Proctoring.Local.Blobs;
using Proctoring.Local.Storage;

namespace Azure.Storage.Blobs;

/// <summary>Takes a blob's address apart and puts it together again.</summary>
public class BlobUriBuilder
{
    readonly Uri _original;

    public BlobUriBuilder(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        _original = uri;
        AccountName = StorageAddress.Account(uri);
        (BlobContainerName, BlobName) = StorageAddress.ContainerAndBlob(uri);
        if (uri.Query.Contains("sig=", StringComparison.Ordinal)) Sas = new BlobSasQueryParameters(uri.Query.TrimStart('?'));
    }

    public string AccountName { get; set; }

    public string BlobContainerName { get; set; }

    public string BlobName { get; set; }

    public BlobSasQueryParameters? Sas { get; set; }

    public Uri ToUri()
    {
        var builder = new UriBuilder(_original) { Query = Sas?.ToString() ?? "" };
        var isPathStyle = StorageAddress.IsPathStyle(_original);
        var account = isPathStyle ? $"/{AccountName}" : "";
        if (!isPathStyle) builder.Host = AccountName + _original.Host[_original.Host.IndexOf('.')..];
        var container = BlobContainerName.Length == 0 ? "" : $"/{Uri.EscapeDataString(BlobContainerName)}";
        var blob = BlobName.Length == 0 ? "" : $"/{BlobProtocol.EscapeBlobName(BlobName)}";
        builder.Path = account + container + blob;
        return builder.Uri;
    }
}
