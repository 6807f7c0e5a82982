using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Proctoring.Local.Host;

namespace Proctoring.Local.EventHubs;

/// <summary>The event stream of this copy, at the address that the default setting <c>EventHubConnection</c> names.</summary>
sealed class EventHubsPart : ILocalPart
{
    public void AddServices(IHostApplicationBuilder builder, LocalOptions options)
    {
        var address = $"127.0.0.1:{options.Port}";
        builder.Configuration.AddDefault("EventHubConnection",
            $"Endpoint=sb://{address};SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true");
        builder.Services.AddSingleton<ITrigger, EventHubTrigger>();
        builder.Services.AddHostedService(services => new Membership(
            address, new Broker(Path.Combine(options.DataFolder, "stream"), options.Partitions, services.GetRequiredService<TimeProvider>())));
    }

    /// <summary>The broker answers before the application's own services start, and until after they have stopped.</summary>
    sealed class Membership(string address, Broker broker) : IHostedService, IDisposable
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            LocalNetwork.Join(address, broker);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            LocalNetwork.Leave(address);
            broker.Dispose();
        }
    }
}
