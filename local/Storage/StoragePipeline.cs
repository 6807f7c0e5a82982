using Azure.Core;
using Azure.Core.Pipeline;

namespace Proctoring.Local.Storage;

/// <summary>Azure.Core's pipeline (ids, telemetry, retries, transport) with the storage services' own authentication and errors.</summary>
static class StoragePipeline
{
    const string StorageScope = "https://storage.azure.com/.default";

    public static HttpPipeline Build(ClientOptions options, HttpPipelinePolicy? authentication)
    {
        var parts = new HttpPipelineOptions(options) { RequestFailedDetailsParser = StorageErrorParser.Instance };
        // Inside the retry loop: a signature carries the time of the attempt, a token may have to be renewed.
        if (authentication is not null) parts.PerRetryPolicies.Add(authentication);
        return HttpPipelineBuilder.Build(parts);
    }

    public static HttpPipelinePolicy Bearer(TokenCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new BearerTokenAuthenticationPolicy(credential, StorageScope);
    }
}
