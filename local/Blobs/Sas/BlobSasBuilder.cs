using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Sas;

/// <summary>Describes the access that a URL shall grant, and signs it.</summary>
public class BlobSasBuilder
{
    public BlobSasBuilder()
    {
    }

    public BlobSasBuilder(BlobSasPermissions permissions, DateTimeOffset expiresOn)
    {
        SetPermissions(permissions);
        ExpiresOn = expiresOn;
    }

    public SasProtocol Protocol { get; set; }

    public DateTimeOffset StartsOn { get; set; }

    public DateTimeOffset ExpiresOn { get; set; }

    public string? Permissions { get; private set; }

    public string? BlobContainerName { get; set; }

    public string? BlobName { get; set; }

    /// <summary><c>b</c> for a blob, <c>c</c> for a container.</summary>
    public string? Resource { get; set; }

    public string? CacheControl { get; set; }

    public string? ContentDisposition { get; set; }

    public string? ContentEncoding { get; set; }

    public string? ContentLanguage { get; set; }

    public string? ContentType { get; set; }

    public void SetPermissions(BlobSasPermissions permissions) => Permissions = permissions.ToString();

    public BlobSasQueryParameters ToSasQueryParameters(StorageSharedKeyCredential sharedKeyCredential) => throw new NotImplementedException();

    public BlobSasQueryParameters ToSasQueryParameters(UserDelegationKey userDelegationKey, string accountName) => throw new NotImplementedException();
}
