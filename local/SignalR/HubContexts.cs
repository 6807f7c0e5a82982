using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.Functions.Worker.SignalRService;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.SignalR;

/// <summary>The context of each registered hub; filled when the application starts.</summary>
sealed class HubContexts
{
    readonly ConcurrentDictionary<Type, object> _contexts = new();

    public object? Find(Type hub) => _contexts.GetValueOrDefault(hub);

    public void Add(Type hub, object context) => _contexts.TryAdd(hub, context);
}

/// <summary>The one hub that the application has.</summary>
abstract class RegisteredHub(Type hub, ServiceManagerOptions options)
{
    public Type Type => hub;

    public string Name { get; } = hub.Name.ToLowerInvariant();

    public ServiceManagerOptions Options => options;

    public abstract void AddServices(IServiceCollection services);

    public abstract object MakeContext(IServiceProvider services);

    public abstract IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string path);
}

sealed class RegisteredHub<T>(Type hub, ServiceManagerOptions options) : RegisteredHub(hub, options)
    where T : class
{
    public override void AddServices(IServiceCollection services) => services
        .AddSingleton<HubLifetimeManager<ClientHub<T>>, ClientHubLifetime<T>>()
        .AddSingleton(provider => provider.GetRequiredService<IHubContext<ClientHub<T>>>().Groups);

    public override object MakeContext(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<LocalHubContext<T>>(services);

    public override IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string path) => endpoints.MapConnections(
        path, new(), connection => connection.Use(next => context => HandshakeGate.RunAsync(context, next)).UseHub<ClientHub<T>>());
}

static class HubRegistration
{
    public static IServiceCollection AddLocalHub(this IServiceCollection services, Type hub, ServiceManagerOptions options)
    {
        if (services.Any(service => service.ServiceType == typeof(RegisteredHub)))
            throw new NotSupportedException("The local SignalR service has room for one hub.");
        if (options.Serializer is null)
            throw new NotSupportedException("The local SignalR service needs UseJsonObjectSerializer.");
        var clientMethods = ClientMethodsOf(hub)
            ?? throw new NotSupportedException("The local SignalR service supports ServerlessHub<T>, not the untyped hub.");
        var registered = (RegisteredHub)Activator.CreateInstance(
            typeof(RegisteredHub<>).MakeGenericType(clientMethods), hub, options)!;
        registered.AddServices(services);
        return services
            .AddSingleton<UserGroups>()
            .AddSingleton<HubContexts>()
            .AddSingleton(registered)
            .AddHostedService<HubStart>();
    }

    static Type? ClientMethodsOf(Type hub)
    {
        for (var type = hub.BaseType; type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ServerlessHub<>))
                return type.GenericTypeArguments[0];
        return null;
    }
}

/// <summary>Makes the hub's context at start, which is when the real package connects to the service.</summary>
sealed class HubStart(RegisteredHub hub, HubContexts contexts, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellation)
    {
        contexts.Add(hub.Type, hub.MakeContext(services));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}

sealed class LocalHubContext<T>(
    RegisteredHub hub,
    IHubContext<ClientHub<T>, T> clients,
    ClientConnections connections,
    UserGroups userGroups,
    ClientTokens tokens) : ServiceHubContext<T>
    where T : class
{
    public override IHubClients<T> Clients => clients.Clients;

    public override UserGroupManager UserGroups => userGroups;

    public override ClientManager ClientManager { get; } = new LocalClientManager(connections);

    public override ValueTask<NegotiationResponse> NegotiateAsync(
        NegotiationOptions? negotiationOptions = null, CancellationToken cancellationToken = default)
    {
        var options = negotiationOptions ?? new();
        return new(new NegotiationResponse
        {
            Url = tokens.ClientEndpoint(hub.Name),
            AccessToken = tokens.Issue(hub.Name, options.UserId, options.TokenLifetime),
        });
    }

    sealed class LocalClientManager(ClientConnections connections) : ClientManager
    {
        public override Task<bool> UserExistsAsync(string userId, CancellationToken cancellationToken = default)
        {
            ArgumentException.ThrowIfNullOrEmpty(userId);
            return Task.FromResult(connections.Of(userId).Count > 0);
        }
    }
}
