using System.Text;
using Azure.Core;
using Azure.Storage;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Blobs;

/// <summary>The blob service's variant: the standard headers, all <c>x-ms-</c> headers and the whole query are signed.</summary>
sealed class BlobSharedKeyPolicy(StorageSharedKeyCredential credential) : SharedKeyPolicy
{
    static readonly string[] SignedHeaders =
    [
        "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date",
        "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
    ];

    protected override string AccountName => credential.AccountName;

    protected override string Sign(string text) => credential.Sign(text);

    protected override string StringToSign(Request request)
    {
        var text = new StringBuilder(request.Method.ToString()).Append('\n');
        foreach (var name in SignedHeaders)
        {
            var value = Header(request, name);
            // A body of no bytes counts as no length.
            text.Append(name == "Content-Length" && value == "0" ? "" : value).Append('\n');
        }

        var own = request.Headers
            .Where(header => header.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .Select(header => (Name: header.Name.ToLowerInvariant(), header.Value))
            .OrderBy(header => header.Name, StringComparer.Ordinal);
        foreach (var (name, value) in own) text.Append(name).Append(':').Append(value).Append('\n');

        var uri = request.Uri.ToUri();
        text.Append('/').Append(AccountName).Append(uri.AbsolutePath);
        var parameters = uri.Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=', 2))
            .Select(parts => (Name: Uri.UnescapeDataString(parts[0]).ToLowerInvariant(), Value: Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "")))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (var (name, value) in parameters) text.Append('\n').Append(name).Append(':').Append(value);
        return text.ToString();
    }
}
