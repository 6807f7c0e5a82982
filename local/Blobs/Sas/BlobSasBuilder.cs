using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Sas;

/// <summary>Describes the access that an address shall grant, and signs it.</summary>
public class BlobSasBuilder
{
    const string Version = "2023-01-03";
    const string PermissionLetters = "racwdxyltmei";

    public BlobSasBuilder()
    {
    }

    public BlobSasBuilder(BlobSasPermissions permissions, DateTimeOffset expiresOn)
    {
        SetPermissions(permissions);
        ExpiresOn = expiresOn;
    }

    public SasProtocol Protocol { get; set; }

    /// <summary>Default: at once. A little in the past allows for clocks that differ.</summary>
    public DateTimeOffset StartsOn { get; set; }

    public DateTimeOffset ExpiresOn { get; set; }

    public string? Permissions { get; private set; }

    public string? BlobContainerName { get; set; }

    /// <summary>Null or empty for access to the whole container.</summary>
    public string? BlobName { get; set; }

    /// <summary><c>b</c> for a blob, <c>c</c> for a container. Follows from <see cref="BlobName"/> when the token is made.</summary>
    public string? Resource { get; set; }

    public string? CacheControl { get; set; }

    public string? ContentDisposition { get; set; }

    public string? ContentEncoding { get; set; }

    public string? ContentLanguage { get; set; }

    public string? ContentType { get; set; }

    public void SetPermissions(BlobSasPermissions permissions)
    {
        var text = new StringBuilder();
        foreach (var (letter, flag) in new (char, BlobSasPermissions)[]
        {
            ('r', BlobSasPermissions.Read), ('a', BlobSasPermissions.Add), ('c', BlobSasPermissions.Create), ('w', BlobSasPermissions.Write),
            ('d', BlobSasPermissions.Delete), ('x', BlobSasPermissions.DeleteBlobVersion), ('y', BlobSasPermissions.PermanentDelete),
            ('l', BlobSasPermissions.List), ('t', BlobSasPermissions.Tag), ('m', BlobSasPermissions.Move), ('e', BlobSasPermissions.Execute),
            ('i', BlobSasPermissions.SetImmutabilityPolicy),
        })
        {
            if (permissions.HasFlag(flag)) text.Append(letter);
        }

        Permissions = text.ToString();
    }

    /// <summary>The service wants the letters in one order; this puts them so.</summary>
    public void SetPermissions(string rawPermissions)
    {
        ArgumentNullException.ThrowIfNull(rawPermissions);
        if (rawPermissions.FirstOrDefault(letter => !PermissionLetters.Contains(letter)) is var unknown and not '\0')
            throw new ArgumentException($"'{unknown}' is not a permission.", nameof(rawPermissions));
        Permissions = string.Concat(PermissionLetters.Where(letter => rawPermissions.Contains(letter)));
    }

    public BlobSasQueryParameters ToSasQueryParameters(StorageSharedKeyCredential sharedKeyCredential)
    {
        ArgumentNullException.ThrowIfNull(sharedKeyCredential);
        Complete();
        var text = Join(
            Permissions, Time(StartsOn), Time(ExpiresOn), CanonicalName(sharedKeyCredential.AccountName), null, null, ProtocolText, Version, Resource,
            null, null, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType);
        return Query(sharedKeyCredential.Sign(text), []);
    }

    public BlobSasQueryParameters ToSasQueryParameters(UserDelegationKey userDelegationKey, string accountName)
    {
        ArgumentNullException.ThrowIfNull(userDelegationKey);
        Complete();
        var key = userDelegationKey;
        var text = Join(
            Permissions, Time(StartsOn), Time(ExpiresOn), CanonicalName(accountName), key.SignedObjectId, key.SignedTenantId, Time(key.SignedStartsOn),
            Time(key.SignedExpiresOn), key.SignedService, key.SignedVersion, null, null, null, null, ProtocolText, Version, Resource,
            null, null, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key.Value), Encoding.UTF8.GetBytes(text)));
        return Query(
            signature,
            [
                ("skoid", key.SignedObjectId), ("sktid", key.SignedTenantId), ("skt", Time(key.SignedStartsOn)),
                ("ske", Time(key.SignedExpiresOn)), ("sks", key.SignedService), ("skv", key.SignedVersion),
            ]);
    }

    static string Join(params string?[] fields) => string.Join('\n', fields);

    static string? Time(DateTimeOffset time) => time == default ? null : time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    string CanonicalName(string account) => $"/blob/{account}/{BlobContainerName}{(string.IsNullOrEmpty(BlobName) ? "" : "/" + BlobName)}";

    string? ProtocolText => Protocol switch
    {
        SasProtocol.Https => "https",
        SasProtocol.HttpsAndHttp => "https,http",
        _ => null,
    };

    void Complete()
    {
        if (string.IsNullOrEmpty(BlobContainerName)) throw new InvalidOperationException("A SAS needs the container's name.");
        if (string.IsNullOrEmpty(Permissions) || ExpiresOn == default) throw new InvalidOperationException("A SAS needs permissions and an end.");
        Resource = string.IsNullOrEmpty(BlobName) ? "c" : "b";
    }

    BlobSasQueryParameters Query(string signature, (string Name, string? Value)[] key)
    {
        (string Name, string? Value)[] parameters =
        [
            ("sv", Version), ("spr", ProtocolText), ("st", Time(StartsOn)), ("se", Time(ExpiresOn)), .. key, ("sr", Resource), ("sp", Permissions),
            ("rscc", CacheControl), ("rscd", ContentDisposition), ("rsce", ContentEncoding), ("rscl", ContentLanguage), ("rsct", ContentType), ("sig", signature),
        ];
        return new BlobSasQueryParameters(string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")));
    }
}
