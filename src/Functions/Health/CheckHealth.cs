using Azure.Data.Tables;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Scoring;

namespace Proctoring.Functions.Health;

/// <summary>Whether this instance reaches all that it needs: for load balancers, monitors and people.</summary>
sealed partial class CheckHealth(
    [FromKeyedServices(UserStore.Table)] TableClient table,
    EventHubProducerClient stream,
    Realtime.Proctoring realtime,
    StalledPartitions stalled,
    ILogger<CheckHealth> logger)
{
    const string Healthy = "healthy";
    const string Unhealthy = "unhealthy";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function(nameof(CheckHealth))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request,
        CancellationToken cancellation)
    {
        request.Limits().Anonymous(request);
        // Each question costs one small request and has an answer even if what is asked for does not exist.
        var storage = TryAsync("storage", token => table.FindAsync("health", "health", token), cancellation);
        var events = TryAsync("stream", token => stream.GetEventHubPropertiesAsync(token), cancellation);
        var push = TryAsync("realtime", token => realtime.ClientManager.UserExistsAsync("health", token), cancellation);
        var scoring = TryAsync("scoring", RequireProgressAsync, cancellation);
        var checks = new Checks(await storage, await events, await push, await scoring);
        var isHealthy = checks is { Storage: Healthy, Stream: Healthy, Realtime: Healthy, Scoring: Healthy };
        return Results.Json(new HealthReply(isHealthy ? Healthy : Unhealthy, checks), Json.Options,
            statusCode: isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    async Task RequireProgressAsync(CancellationToken cancellation)
    {
        if (await stalled.ReadAsync(cancellation).ToListAsync(cancellation) is { Count: > 0 } partitions)
            throw new InvalidOperationException($"Partitions {string.Join(", ", partitions)} of the stream stand still.");
    }

    async Task<string> TryAsync(string name, Func<CancellationToken, Task> check, CancellationToken cancellation)
    {
        try
        {
            await check(cancellation).WaitAsync(Patience, cancellation);
            return Healthy;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Log.CheckFailed(logger, name, e);
            return Unhealthy;
        }
    }

    sealed record HealthReply(string Status, Checks Checks);

    sealed record Checks(string Storage, string Stream, string Realtime, string Scoring);

    static partial class Log
    {
        [LoggerMessage(602, LogLevel.Warning, "Health check of {Check} failed")]
        public static partial void CheckFailed(ILogger logger, string check, Exception exception);
    }
}
