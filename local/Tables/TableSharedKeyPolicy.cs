using Azure.Core;
using Azure.Data.Tables;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tables;

/// <summary>The table service's variant: only five fields are signed.</summary>
sealed class TableSharedKeyPolicy(TableSharedKeyCredential credential) : SharedKeyPolicy
{
    protected override string AccountName => credential.AccountName;

    protected override string Sign(string text) => credential.Sign(text);

    protected override string StringToSign(Request request)
    {
        var uri = request.Uri.ToUri();
        // Of the query only "comp" belongs to the resource.
        var component = uri.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("comp=", StringComparison.Ordinal));
        var resource = $"/{AccountName}{uri.AbsolutePath}{(component is null ? "" : "?" + component)}";
        return $"{request.Method}\n{Header(request, "Content-MD5")}\n{Header(request, "Content-Type")}\n{Header(request, "x-ms-date")}\n{resource}";
    }
}
