using Azure.Core.Serialization;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Realtime;

static class RealtimeRegistration
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) => services
        .AddServerlessHub<Proctoring>(manager => Reach(manager, ServiceTransportType.Transient))
        .AddServerlessHub<News.Proctoring>(manager => Reach(manager, ServiceTransportType.Persistent))
        .AddTransient<Proctoring>()
        .AddSingleton<Push>();

    /// <summary>Connection and identity come from the settings, for both; the package reads them before it asks here.</summary>
    static void Reach(ServiceManagerBuilder manager, ServiceTransportType transport) => manager.WithOptions(options =>
    {
        options.ServiceTransportType = transport;
        // Nobody waits for a request any longer than that.
        options.HttpClientTimeout = Push.Patience;
        // Without a serializer of our own the package writes property names as they are in C#.
        options.UseJsonObjectSerializer(new JsonObjectSerializer(Json.Options));
    });
}
