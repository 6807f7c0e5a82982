using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Proctoring.Infra.Tests;

/// <summary>An application that runs and cannot reach what it needs: it answers everything with 503, on a port of its own.</summary>
sealed class UnhealthyApplication : IAsyncDisposable
{
    readonly WebApplication _server;
    readonly ConcurrentQueue<string> _asked = new();

    UnhealthyApplication()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Run(async context =>
        {
            _asked.Enqueue(context.Request.Path);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("storage is out");
        });
    }

    public string Address => _server.Urls.Single();

    /// <summary>The paths that were asked for.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<UnhealthyApplication> StartAsync()
    {
        var application = new UnhealthyApplication();
        await application._server.StartAsync();
        return application;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
