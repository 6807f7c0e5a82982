using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.Tests.Host;

public sealed class StartAndStopTests
{
    [Fact]
    public async Task TriggersStartAfterTheApplicationsServicesAndStopBeforeThem()
    {
        var steps = new Steps();
        await using (var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.Services.AddSingleton(steps);
            builder.Services.AddHostedService<Service>();
        }), typeof(Functions)))
            await Eventually.True(() => steps.All.Contains("function"), "the function ran");

        Assert.Equal(["service starts", "service started", "function", "function cancelled", "service stops"], steps.All);
    }

    [Fact]
    public async Task AnAddressGivenAsUrlsIsNotReportedAsOverridden()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(new Steps());
        }, Args: ["--urls", "http://localhost:7071"]), typeof(Slow));

        Assert.DoesNotContain(host.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ARequestUnderWayIsAnsweredBeforeTheStop()
    {
        var steps = new Steps();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(steps);
        }), typeof(Slow));
        var answer = host.Client.GetStringAsync("/api/slow");
        await Eventually.True(() => steps.All.Contains("request"), "the request is under way");

        var stop = host.StopAsync();
        steps.Go.SetResult();

        Assert.Equal("answered", await answer);
        await stop;
    }

    sealed class Steps
    {
        readonly List<string> _all = [];

        public TaskCompletionSource Go { get; } = new();

        public IReadOnlyList<string> All
        {
            get { lock (_all) return [.. _all]; }
        }

        public void Add(string step)
        {
            lock (_all) _all.Add(step);
        }
    }

    sealed class Service(Steps steps, IConfiguration configuration) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            steps.Add("service starts");
            // The stream takes messages already, though no function is fed yet.
            await using var client = new EventHubProducerClient(configuration["EventHubConnection"]!, "events");
            await client.SendAsync([new EventData("x")], cancellationToken);
            steps.Add("service started");
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            steps.Add("service stops");
            return Task.CompletedTask;
        }
    }

    sealed class Functions(Steps steps)
    {
        [Function("Listens")]
        public async Task Run([EventHubTrigger("events", Connection = "EventHubConnection")] EventData[] messages, CancellationToken cancellation)
        {
            steps.Add("function");
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                steps.Add("function cancelled");
            }
        }
    }

    sealed class Slow(Steps steps)
    {
        [Function("Slow")]
        public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request)
        {
            steps.Add("request");
            await steps.Go.Task;
            return Results.Text("answered");
        }
    }
}
