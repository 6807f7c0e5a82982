using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Proctoring.Local.Storage;

/// <summary>Signs each attempt of a request with the account's key (scheme "Shared Key").</summary>
abstract class SharedKeyPolicy : HttpPipelineSynchronousPolicy
{
    protected abstract string AccountName { get; }

    public override void OnSendingRequest(HttpMessage message)
    {
        message.Request.Headers.SetValue("x-ms-date", DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture));
        message.Request.Headers.SetValue("Authorization", $"SharedKey {AccountName}:{Sign(StringToSign(message.Request))}");
    }

    protected abstract string Sign(string text);

    protected abstract string StringToSign(Request request);

    protected static string Header(Request request, string name) => request.Headers.TryGetValue(name, out var value) ? value ?? "" : "";
}
