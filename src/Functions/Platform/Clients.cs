using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.EventHubs.Producer;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Platform;

/// <summary>
/// The SDK clients, one of each. A connection string wins; without one, the service's address and the
/// application's managed identity are used. The triggers' own connections read the same settings in the platform's host.
/// </summary>
/// <remarks>
/// <see cref="DefaultAzureCredential"/> tries one kind of credential after the other. Deployed, the setting
/// <c>AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential</c> leaves that kind alone: the first token comes without a probe, and
/// a busy identity endpoint is asked again instead of being taken for missing.
/// </remarks>
static class Clients
{
    /// <summary>The event hub that all proctoring events go through.</summary>
    public const string EventHub = "events";

    /// <summary>Name of the setting with the event hub's connection, for triggers.</summary>
    public const string EventHubConnection = "EventHubConnection";

    public static IServiceCollection AddClients(this IServiceCollection services, IConfiguration configuration)
    {
        var credential = new Lazy<TokenCredential>(() => new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            ManagedIdentityClientId = configuration["AZURE_CLIENT_ID"],
        }));

        services.AddSingleton(_ => configuration["Storage"] is { Length: > 0 } connection
            ? new TableServiceClient(connection)
            : new TableServiceClient(new Uri(Required(configuration, "Storage:tableServiceUri")), credential.Value));

        services.AddSingleton(_ => configuration["Storage"] is { Length: > 0 } connection
            ? new BlobServiceClient(connection)
            : new BlobServiceClient(new Uri(Required(configuration, "Storage:blobServiceUri")), credential.Value));

        services.AddSingleton(_ => configuration[EventHubConnection] is { Length: > 0 } connection
            ? new EventHubProducerClient(connection, EventHub, Sending())
            : new EventHubProducerClient(
                Required(configuration, $"{EventHubConnection}:fullyQualifiedNamespace"), EventHub, credential.Value, Sending()));

        return services;
    }

    /// <summary>
    /// Half a minute at most, for a browser waits for the answer and can send again. By default the SDK tries for four minutes,
    /// which is longer than the platform lets a request take.
    /// </summary>
    static EventHubProducerClientOptions Sending() => new()
    {
        RetryOptions = new()
        {
            TryTimeout = TimeSpan.FromSeconds(10),
            MaximumRetries = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            MaximumDelay = TimeSpan.FromSeconds(1),
        },
    };

    static string Required(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException(
                $"Setting '{key.Replace(":", "__", StringComparison.Ordinal)}' is missing.");
}
