using System.Net;

namespace Proctoring.Local.Storage;

/// <summary>Reads account and resource names out of a storage address.</summary>
static class StorageAddress
{
    /// <summary>
    /// Azure puts the account's name into the host name; an emulator, addressed by IP or a bare host name, puts it first into the path.
    /// </summary>
    public static bool IsPathStyle(Uri uri) => IPAddress.TryParse(uri.Host.Trim('[', ']'), out _) || !uri.Host.Contains('.');

    public static string Account(Uri uri) => IsPathStyle(uri)
        ? uri.AbsolutePath.Trim('/').Split('/')[0]
        : uri.Host.Split('.')[0];

    /// <summary>The unescaped names that follow the account: container and blob.</summary>
    public static (string Container, string Blob) ContainerAndBlob(Uri uri)
    {
        var path = uri.AbsolutePath.TrimStart('/');
        if (IsPathStyle(uri)) path = path.IndexOf('/') is var slash and >= 0 ? path[(slash + 1)..] : "";
        var end = path.IndexOf('/');
        return end < 0
            ? (Uri.UnescapeDataString(path), "")
            : (Uri.UnescapeDataString(path[..end]), Uri.UnescapeDataString(path[(end + 1)..]));
    }

    public static Uri Append(Uri uri, string escapedPath)
    {
        var builder = new UriBuilder(uri);
        builder.Path = builder.Path.TrimEnd('/') + "/" + escapedPath;
        return builder.Uri;
    }
}
