using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Functions.Platform;

static partial class TelemetryRegistration
{
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddMetrics().AddSingleton<Metrics>();
        AddExport(builder);
        return builder;
    }

    /// <summary>
    /// Sends what is recorded somewhere. Implemented in AzureMonitor.cs, which is compiled only where the packages that
    /// it needs are; without it whoever listens to the meter and the source gets them, as the local host does.
    /// </summary>
    static partial void AddExport(IHostApplicationBuilder builder);
}
