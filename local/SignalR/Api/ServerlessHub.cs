using Azure.Core.Serialization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.SignalR;

namespace Microsoft.Azure.Functions.Worker.SignalRService;

/// <summary>A hub whose clients are connected to the service and not to this application.</summary>
public abstract class ServerlessHub
{
    public const string DefaultConnectionStringName = "AzureSignalRConnectionString";

    private protected readonly object? Context;

    protected ServerlessHub(IServiceProvider serviceProvider) =>
        Context = serviceProvider.GetService<HubContexts>()?.Find(GetType());
}

/// <inheritdoc/>
/// <typeparam name="T">The methods that clients have.</typeparam>
public abstract class ServerlessHub<T>(IServiceProvider serviceProvider) : ServerlessHub(serviceProvider)
    where T : class
{
    static readonly ObjectSerializer Serializer =
        new JsonObjectSerializer(new(System.Text.Json.JsonSerializerDefaults.Web));

    ServiceHubContext<T> HubContext => Context as ServiceHubContext<T> ?? throw new InvalidOperationException(
        $"The serverlesshub {GetType().Name} is not registered correctly using services.AddServerlessHub().");

    protected virtual IHubClients<T> Clients => HubContext.Clients;

    protected virtual UserGroupManager UserGroups => HubContext.UserGroups;

    protected virtual ClientManager ClientManager => HubContext.ClientManager;

    /// <summary>UTF-8 JSON <c>{url, accessToken}</c> for one client.</summary>
    protected virtual async Task<BinaryData> NegotiateAsync(NegotiationOptions? options = null)
    {
        var reply = await HubContext.NegotiateAsync(options);
        return await Serializer.SerializeAsync(new SignalRConnectionInfo { Url = reply.Url, AccessToken = reply.AccessToken });
    }
}
