using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Metrics, spans and logs to Application Insights, by OpenTelemetry: the older Application Insights SDK knows no
/// <see cref="System.Diagnostics.Metrics.Meter"/>. Compiled with <c>AzureSdk=nuget</c> only.
/// </summary>
/// <remarks>
/// The one difference at build time in this folder, and why it is one: an exporter is no service that the application
/// calls and that could be stood in for; all that a stand-in could do is nothing. host.json says
/// <c>"telemetryMode": "OpenTelemetry"</c>, so that the host's own spans and logs are of the same kind.
/// </remarks>
static partial class TelemetryRegistration
{
    const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>As the host reads it: <c>ClientId=…;Authorization=AAD</c> where Application Insights takes no keys.</summary>
    const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    static partial void AddExport(IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var telemetry = builder.Services.AddOpenTelemetry()
            // Tells the host that the worker sends its own logs and spans, and makes a span an invocation.
            .UseFunctionsWorkerDefaults()
            .WithMetrics(metrics => metrics.AddMeter(Metrics.MeterName))
            // Microsoft.DurableTask: without its client's spans an orchestration would not stay in its caller's trace.
            // Azure.*: the SDK's calls to tables, blobs and the stream; see the switch in Functions.csproj.
            .WithTracing(tracing => tracing.AddSource(Tracing.SourceName, "Microsoft.DurableTask", "Azure.*"));

        // host.json's levels are the host's alone.
        builder.Logging
            .AddFilter<OpenTelemetryLoggerProvider>("Microsoft", LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>("Azure", LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>("System", LogLevel.Warning);

        // A developer who runs the functions host on the real packages need not have an Application Insights.
        if (string.IsNullOrEmpty(configuration[ConnectionString])) return;
        telemetry.UseAzureMonitorExporter(options =>
        {
            // Alert rules count these logs; few are written, and none may be missing because its trace was not sampled.
            options.EnableTraceBasedLogsSampler = false;
            if (configuration[Authentication]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true)
                options.Credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions
                {
                    ManagedIdentityClientId = configuration["AZURE_CLIENT_ID"],
                });
        });
    }
}
