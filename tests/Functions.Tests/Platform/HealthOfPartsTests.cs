using System.Net;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Functions.Health;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Tests.Realtime;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

/// <summary>An application is as healthy as the least healthy of its parts.</summary>
[Collection(nameof(StorageFixture))]
public sealed class HealthOfPartsTests(StorageFixture storage)
{
    [Theory]
    [InlineData(null)]
    [InlineData("storage")]
    [InlineData("stream")]
    [InlineData("realtime")]
    [InlineData("scoring")]
    public async Task OnePartThatFailsIsNamedAndMakesTheWholeUnhealthy(string? failing)
    {
        var log = new LoggedEvents();
        var clock = new StandingClock();
        var stalled = await storage.CreateTableAsync();
        if (failing == "scoring") await stalled.AddEntityAsync(new TableEntity("scoring", "3") { ["since"] = clock.GetUtcNow(), ["latest"] = clock.GetUtcNow() });
        await using var stream = new Stream(fails: failing == "stream");
        var function = new CheckHealth(
            await storage.CreateTableAsync((connection, name) => new Table(connection, name, fails: failing == "storage")), stream,
            new(new Service(fails: failing == "realtime").ToServices()),
            new(stalled, Measured.Nowhere(), clock, NullLogger<StalledPartitions>.Instance), new Logger<CheckHealth>(log));
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton(new RateLimits(new())).AddSingleton<ILoggerFactory>(log).BuildServiceProvider(),
            Response = { Body = new MemoryStream() },
        };

        await (await function.RunAsync(http.Request, default)).ExecuteAsync(http);

        http.Response.Body.Position = 0;
        var health = (await JsonDocument.ParseAsync(http.Response.Body)).RootElement;
        Assert.Equal(failing is null ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, (HttpStatusCode)http.Response.StatusCode);
        Assert.Equal(failing is null ? "healthy" : "unhealthy", health.GetProperty("status").GetString());
        Assert.All(
            health.GetProperty("checks").EnumerateObject(),
            check => Assert.Equal(check.Name == failing ? "unhealthy" : "healthy", check.Value.GetString()));
        Assert.Equal(failing is null ? [] : [failing], log.Named("CheckFailed").Select(entry => entry.Properties["Check"]));
    }

    sealed class Table(string connectionString, string name, bool fails) : TableClient(connectionString, name)
    {
        public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
            string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
            fails ? throw new RequestFailedException(503, "busy") : base.GetEntityIfExistsAsync<T>(partitionKey, rowKey, select, cancellationToken);
    }

    sealed class Stream(bool fails)
        : EventHubProducerClient("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true", "events")
    {
        public override Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) =>
            fails ? throw new EventHubsException(true, "events", "busy", EventHubsException.FailureReason.ServiceBusy) : Task.FromResult<EventHubProperties>(null!);
    }

    sealed class Service(bool fails) : PlayedService
    {
        public override ClientManager ClientManager { get; } = new Known(fails);

        protected override Task TakeAsync(object message) => throw new NotSupportedException();

        sealed class Known(bool fails) : ClientManager
        {
            public override Task<bool> UserExistsAsync(string userId, CancellationToken cancellationToken = default) =>
                fails ? throw new HttpRequestException("no service") : Task.FromResult(false);
        }
    }
}
