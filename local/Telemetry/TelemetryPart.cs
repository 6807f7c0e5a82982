using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Proctoring.Local.Host;

namespace Proctoring.Local.Telemetry;

/// <summary>
/// What the application measures, at <c>/local/metrics</c> in Prometheus' text format; and, with the setting
/// <c>Local:Traces</c>, so many of its latest spans at <c>/local/traces</c>. Spans cost every request something, so none
/// are made without it.
/// </summary>
sealed class TelemetryPart : ILocalPart
{
    public void AddServices(IHostApplicationBuilder builder, LocalOptions options)
    {
        builder.Services.AddMetrics().AddSingleton<MeterReadings>();
        if (builder.Configuration.GetValue("Local:Traces", 0) is > 0 and var kept)
            builder.Services.AddSingleton(_ => new LatestSpans(kept));
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        var readings = endpoints.ServiceProvider.GetRequiredService<MeterReadings>();
        endpoints.MapGet("/local/metrics", () => Results.Text(readings.ToText(), "text/plain; version=0.0.4", System.Text.Encoding.UTF8));
        if (endpoints.ServiceProvider.GetService<LatestSpans>() is { } spans)
            endpoints.MapGet("/local/traces", (string? traceId) => Results.Json(spans.Of(traceId)));
    }
}
