using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace Proctoring.Local.Blobs;

/// <summary>Puts a token that is signed with the account's key behind an address.</summary>
static class BlobSas
{
    public static Uri Sign(Uri uri, StorageSharedKeyCredential? key, BlobSasBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (key is null) throw new InvalidOperationException("A SAS address needs a client with an account key; see CanGenerateSasUri.");
        var address = new BlobUriBuilder(uri);
        Fill(builder.BlobContainerName, address.BlobContainerName, nameof(builder.BlobContainerName), value => builder.BlobContainerName = value);
        Fill(builder.BlobName, address.BlobName, nameof(builder.BlobName), value => builder.BlobName = value);
        address.Sas = builder.ToSasQueryParameters(key);
        return address.ToUri();
    }

    static void Fill(string? given, string own, string name, Action<string> set)
    {
        if (string.IsNullOrEmpty(given)) set(own);
        else if (given != own) throw new InvalidOperationException($"SAS Uri cannot be generated. {name} does not match {name} in the Client. {given} must equal {own}.");
    }
}
