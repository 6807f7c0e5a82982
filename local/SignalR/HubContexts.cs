using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.Functions.Worker.SignalRService;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.Configuration;
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

/// <summary>
/// A hub class of the application. There is one hub, but several classes may stand for it, each with a way of its own to the service: as with the real
/// package, what tells hubs apart is the class's name without its namespace.
/// </summary>
abstract class RegisteredHub(Type hub, ServiceManagerOptions options)
{
    public Type Type => hub;

    public string Name { get; } = hub.Name.ToLowerInvariant();

    public ServiceManagerOptions Options => options;

    public abstract Type ClientMethods { get; }

    public abstract void AddServices(IServiceCollection services);

    public abstract object MakeContext(IServiceProvider services, ServiceTransportType transport);

    public abstract IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string path);
}

sealed class RegisteredHub<T>(Type hub, ServiceManagerOptions options) : RegisteredHub(hub, options)
    where T : class
{
    public override Type ClientMethods => typeof(T);

    public override void AddServices(IServiceCollection services) => services
        .AddSingleton<HubLifetimeManager<ClientHub<T>>, ClientHubLifetime<T>>()
        .AddSingleton<HubLifetimeManager<TransientHub<T>>, TransientLink<T>>()
        .AddSingleton<HubLifetimeManager<PersistentHub<T>>, PersistentLink<T>>()
        .AddSingleton(provider => provider.GetRequiredService<IHubContext<ClientHub<T>>>().Groups);

    public override object MakeContext(IServiceProvider services, ServiceTransportType transport) =>
        ActivatorUtilities.CreateInstance<LocalHubContext<T>>(services, this, transport is ServiceTransportType.Transient
            ? services.GetRequiredService<IHubContext<TransientHub<T>, T>>().Clients
            : services.GetRequiredService<IHubContext<PersistentHub<T>, T>>().Clients);

    public override IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string path) => endpoints.MapConnections(
        path, new(), connection => connection.Use(next => context => HandshakeGate.RunAsync(context, next)).UseHub<ClientHub<T>>());
}

static class HubRegistration
{
    public static IServiceCollection AddLocalHub(this IServiceCollection services, Type hub, ServiceManagerOptions options)
    {
        if (options.Serializer is null)
            throw new NotSupportedException("The local SignalR service needs UseJsonObjectSerializer.");
        var clientMethods = ClientMethodsOf(hub)
            ?? throw new NotSupportedException("The local SignalR service supports ServerlessHub<T>, not the untyped hub.");
        var registered = (RegisteredHub)Activator.CreateInstance(
            typeof(RegisteredHub<>).MakeGenericType(clientMethods), hub, options)!;
        if (services.FirstOrDefault(service => service.ServiceType == typeof(RegisteredHub))?.ImplementationInstance is not RegisteredHub first)
        {
            registered.AddServices(services);
            services.AddSingleton<UserGroups>().AddSingleton<HubContexts>().AddHostedService<HubStart>();
        }
        else if (first.Name != registered.Name || first.ClientMethods != clientMethods)
        {
            throw new NotSupportedException("The local SignalR service has room for one hub.");
        }
        return services.AddSingleton(registered);
    }

    static Type? ClientMethodsOf(Type hub)
    {
        for (var type = hub.BaseType; type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ServerlessHub<>))
                return type.GenericTypeArguments[0];
        return null;
    }
}

/// <summary>Makes each hub class's context at start, which is when the real package connects to the service.</summary>
sealed class HubStart(
    IEnumerable<RegisteredHub> hubs, HubContexts contexts, UserGroups groups, IConfiguration configuration, IServiceProvider services) : IHostedService
{
    /// <summary>How hubs reach the service whose options do not say it; as with the real package.</summary>
    const string TransportSetting = "AzureSignalRServiceTransportType";

    public Task StartAsync(CancellationToken cancellation)
    {
        var usual = configuration.GetValue(TransportSetting, ServiceTransportType.Transient);
        groups.ExpireThoseOfBefore();
        foreach (var hub in hubs) contexts.Add(hub.Type, hub.MakeContext(services, hub.Options.ChosenTransport ?? usual));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}

sealed class LocalHubContext<T>(
    RegisteredHub hub,
    IHubClients<T> clients,
    ClientConnections connections,
    UserGroups userGroups,
    ClientTokens tokens,
    Outage outage) : ServiceHubContext<T>
    where T : class
{
    public override IHubClients<T> Clients => clients;

    public override UserGroupManager UserGroups => userGroups;

    public override ClientManager ClientManager { get; } = new LocalClientManager(connections, outage);

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

    sealed class LocalClientManager(ClientConnections connections, Outage outage) : ClientManager
    {
        public override Task<bool> UserExistsAsync(string userId, CancellationToken cancellationToken = default)
        {
            ArgumentException.ThrowIfNullOrEmpty(userId);
            outage.ThrowIfThereIsOne();
            return Task.FromResult(connections.Of(userId).Count > 0);
        }
    }
}
