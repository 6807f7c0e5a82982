using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Proctoring.Local.Durable.Client;
using Proctoring.Local.Durable.Endpoints;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Durable.Functions;
using Proctoring.Local.Host;

namespace Proctoring.Local.Durable;

/// <summary>Durable orchestrations: their task hub in the data folder, their triggers, client and management API.</summary>
sealed class DurablePart : ILocalPart
{
    public void AddServices(IHostApplicationBuilder builder, LocalOptions options)
    {
        var services = builder.Services;
        // As in the isolated worker, payloads are written by the worker's JSON options, which ignore case when reading.
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.TryAddSingleton(TimeProvider.System);
        var settings = builder.Configuration.GetSection($"{LocalConfiguration.HostJson}:extensions:durableTask");
        var hub = new TaskHubOptions(Path.Combine(options.DataFolder, "durable"));
        hub = hub with
        {
            MaxConcurrentActivities = settings.GetValue("maxConcurrentActivityFunctions", hub.MaxConcurrentActivities),
            MaxConcurrentOrchestrators = settings.GetValue("maxConcurrentOrchestratorFunctions", hub.MaxConcurrentOrchestrators),
        };
        services.AddSingleton(provider => new TaskHub(
            hub,
            provider.GetRequiredService<TimeProvider>(),
            new JsonDataConverter(provider.GetRequiredService<IOptions<JsonSerializerOptions>>().Value),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<HubDurableTaskClient>(provider => new(provider.GetRequiredService<TaskHub>()));
        services.AddSingleton<HubStart>();
        services.AddSingleton<ITrigger, OrchestrationTrigger>();
        services.AddSingleton<ITrigger, ActivityTrigger>();
        services.AddSingleton<IInputBinding, DurableClientBinding>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints) =>
        new ManagementEndpoints(endpoints.ServiceProvider.GetRequiredService<HubDurableTaskClient>()).Map(endpoints);
}
