using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Platform;
using Proctoring.Local.Host;
using Proctoring.Local.Storage;

namespace Proctoring.Functions.Tests.Platform;

/// <summary>What a client is told when storage takes a request and never answers it.</summary>
public sealed class DependencyTimeoutTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("proctoring-timeout-").FullName;
    readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    IHost _app = null!;

    public async Task InitializeAsync()
    {
        _silent.Start();
        var port = ((IPEndPoint)_silent.LocalEndpoint).Port;
        var options = new TableClientOptions();
        (options.Retry.NetworkTimeout, options.Retry.MaxRetries, options.Retry.Delay) =
            (TimeSpan.FromMilliseconds(200), 1, TimeSpan.FromMilliseconds(1));
        var builder = FunctionsApplication.CreateBuilder(
            ["--Local:DataFolder", _folder, "--port", "0", "--Storage", "none"], typeof(Reading));
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new TableClient(StorageConnectionString.ForEmulator(port, port).ToString(), "sessions", options));
        _app = builder.Build();
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await ((IAsyncDisposable)_app).DisposeAsync();
        _silent.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AStorageThatDoesNotAnswerMakesTheRequestUnavailable()
    {
        using var http = new HttpClient { BaseAddress = _app.Services.GetRequiredService<LocalOptions>().BaseAddress };

        using var reply = await http.GetAsync("/api/reading");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
        Assert.True(reply.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.Equal("urn:proctoring:problem:unavailable", JsonDocument.Parse(text).RootElement.GetProperty("type").GetString());
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
    }

    sealed class Reading(TableClient table)
    {
        [Function("Reading")]
        public async Task<IResult> RunAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reading")] HttpRequest request, CancellationToken cancellation)
        {
            await table.FindAsync("partition", "row", cancellation);
            return Results.Ok();
        }
    }
}
