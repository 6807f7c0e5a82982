using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Proctoring.Load;

/// <summary>
/// The yardstick: an ASP.NET Core endpoint that parses the same JSON and answers 202, and does nothing else. Runs as a
/// process of its own, as the measured server does.
/// </summary>
static class BareEndpoint
{
    sealed record BareEvent(string Id, string Type, DateTimeOffset OccurredAt, int? Seq, double? Confidence, string? Label);

    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapPost("/events", (BareEvent posted) => Results.Json(new { accepted = new[] { posted.Id } }, statusCode: 202));
        await app.RunAsync();
        return 0;
    }

    public static async Task<(Process Process, Uri Address)> StartAsync()
    {
        var port = Ports.Free();
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(BareEndpoint).Assembly.Location, "bare", $"{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var address = new Uri($"http://127.0.0.1:{port}/events");
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.GetAsync(address);
                return (process, address);
            }
            catch (HttpRequestException) when (tries < 100)
            {
                await Task.Delay(50);
            }
        }
    }
}
