using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Durable;

/// <summary>Functions with durable triggers in the whole local host, as an application declares them.</summary>
public sealed class FunctionTests : IAsyncLifetime
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), "durable-tests", Guid.NewGuid().ToString("N"));
    readonly HttpClient _http = new();
    IHost? _app;

    public async Task InitializeAsync()
    {
        // A storage account is named, so that no emulator is started.
        var builder = FunctionsApplication.CreateBuilder(
            [
                "--port", "0", "--Local:DataFolder", _folder, "--Storage", "UseDevelopmentStorage=true", "--Local:Traces", "1000",
                "--AzureFunctionsJobHost:extensions:durableTask:maxConcurrentActivityFunctions", "2",
            ],
            typeof(Trip), typeof(Stops));
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<Witness>();
        builder.Services.AddSingleton<Seen>();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        await _app.StartAsync();
        _http.BaseAddress = _app.Services.GetRequiredService<LocalOptions>().BaseAddress;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app!.StopAsync();
        await ((IAsyncDisposable)_app).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AnHttpFunctionStartsAnOrchestrationThatCallsActivities()
    {
        var id = await StartAsync();

        var end = await EndOf(id);

        Assert.Equal("Completed", end.GetProperty("runtimeStatus").GetString());
        Assert.Equal(
            $"Ada via Turin with {id}, Ada via Como with {id}", string.Join(", ", end.GetProperty("output").EnumerateArray()));
    }

    [Fact]
    public async Task OrchestratorsAndActivitiesRunThroughTheMiddleware()
    {
        var id = await StartAsync();

        await EndOf(id);

        var seen = _app!.Services.GetRequiredService<Seen>().Names;
        Assert.Equal(2, seen.Count(name => name == nameof(Stops.Stop)));
        Assert.Equal(3, seen.Count(name => name == nameof(Trip)));
    }

    [Fact]
    public async Task TheFolderOfTheCopyHoldsTheJournal()
    {
        await EndOf(await StartAsync());

        Assert.True(new FileInfo(Path.Combine(_folder, "durable", "journal")).Length > 0);
    }

    /// <summary>
    /// The real extension takes an activity's failure where the worker threw it, hence with the worker's exception around (<c>DurableFunctionExecutor.Activity.cs</c>).
    /// </summary>
    [Fact]
    public async Task AnOrchestratorSeesAnActivitysExceptionInsideAnother()
    {
        var output = (await EndOf(await StartAsync("nobody"))).GetProperty("output");

        Assert.Equal(
            [
                "System.AggregateException", "One or more errors occurred. (nobody travels)",
                "System.InvalidOperationException", "nobody travels",
            ],
            output.EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public async Task AFailedOrchestratorTellsItsExceptionInsideAnother()
    {
        var end = await EndOf(await StartAsync("everybody"));

        Assert.Equal("Failed", end.GetProperty("runtimeStatus").GetString());
        Assert.Contains("One or more errors occurred. (too many)", end.GetProperty("output").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoMoreActivitiesRunAtOnceThanHostJsonSays()
    {
        await EndOf(await StartAsync("a crowd"));

        Assert.Equal(2, _app!.Services.GetRequiredService<Seen>().MostAtOnce);
    }

    [Theory]
    [InlineData("Ada", "Unset")]
    [InlineData("nobody", "Error")]
    public async Task ActivitiesAreSpansOfTheTraceThatStartedTheirOrchestration(string traveller, string status)
    {
        var id = await StartAsync(traveller);
        await EndOf(id);
        var (creation, activity, run) = (default(JsonElement), default(JsonElement), default(JsonElement));
        // A span is there when it has ended, which can be after the result is known.
        await HubFixture.Until(async () =>
        {
            var spans = JsonDocument.Parse(await _http.GetStringAsync("/local/traces")).RootElement.EnumerateArray().ToList();
            creation = spans.FirstOrDefault(span => Is(span, "create_orchestration:Trip"));
            activity = spans.FirstOrDefault(span => Is(span, "activity:Stop"));
            if (activity.ValueKind is not JsonValueKind.Object) return false;
            run = spans.FirstOrDefault(span => Text(span, "name") == "function Stop" && Text(span, "parentSpanId") == Text(activity, "spanId"));
            return run.ValueKind is JsonValueKind.Object;
        });

        Assert.Equal(("Producer", "Server"), (Text(creation, "kind"), Text(activity, "kind")));
        Assert.Equal((Text(creation, "traceId"), Text(creation, "spanId")), (Text(activity, "traceId"), Text(activity, "parentSpanId")));
        Assert.Equal((status, status), (Text(activity, "status"), Text(run, "status")));
        Assert.Equal(("orchestration", "Trip"), (Tag(creation, "type"), Tag(creation, "task.name")));
        Assert.Equal(("activity", "Stop"), (Tag(activity, "type"), Tag(activity, "task.name")));

        bool Is(JsonElement span, string name) => Text(span, "name") == name && Tag(span, "task.instance_id") == id;

        static string? Text(JsonElement span, string property) => span.GetProperty(property).GetString();

        static string? Tag(JsonElement span, string tag) => span.GetProperty("tags").GetProperty("durabletask." + tag).GetString();
    }

    async Task<string> StartAsync(string traveller = "Ada")
    {
        using var response = await _http.PostAsync($"/api/trips?traveller={traveller}", null);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    async Task<JsonElement> EndOf(string id)
    {
        JsonElement status = default;
        await HubFixture.Until(async () =>
        {
            using var response = await _http.GetAsync($"/runtime/webhooks/durabletask/instances/{id}");
            status = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            return response.StatusCode == System.Net.HttpStatusCode.OK;
        });
        return status;
    }

    internal sealed record Plan(string Traveller, string[] Places);

    internal sealed record Leg(string Traveller, string Place);

    internal sealed class Seen
    {
        readonly List<string> _names = [];

        public IReadOnlyList<string> Names
        {
            get
            {
                lock (_names) return [.. _names];
            }
        }

        public int MostAtOnce { get; private set; }

        int _running;

        public async Task WaitAsync()
        {
            lock (_names) MostAtOnce = Math.Max(MostAtOnce, ++_running);
            await Task.Delay(50);
            lock (_names) _running--;
        }

        public void Add(string name)
        {
            lock (_names) _names.Add(name);
        }
    }

    internal sealed class Witness(Seen seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            seen.Add(context.FunctionDefinition.Name);
            await next(context);
        }
    }

    internal static class Trip
    {
        [Function("StartTrip")]
        public static async Task<IResult> StartAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "trips")] HttpRequest request,
            [DurableClient] DurableTaskClient client,
            CancellationToken cancellation)
        {
            var plan = new Plan(request.Query["traveller"]!, ["Turin", "Como"]);
            return Results.Text(await client.ScheduleNewOrchestrationInstanceAsync(nameof(Trip), plan, cancellation));
        }

        [Function(nameof(Trip))]
        public static async Task<List<string>> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, Plan plan)
        {
            var told = new List<string>();
            if (plan.Traveller == "everybody") throw new InvalidOperationException("too many");
            try
            {
                if (plan.Traveller == "nobody") await context.CallActivityAsync<string>(nameof(Stops.Stop), new Leg(plan.Traveller, "Turin"));
            }
            catch (TaskFailedException e)
            {
                return [e.FailureDetails.ErrorType, e.FailureDetails.ErrorMessage, e.FailureDetails.InnerFailure!.ErrorType, e.FailureDetails.InnerFailure.ErrorMessage];
            }
            if (plan.Traveller == "a crowd")
                return [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(n => context.CallActivityAsync<string>(nameof(Stops.Stop), new Leg(plan.Traveller, $"{n}"))))];
            foreach (var place in context.GetInput<Plan>()!.Places)
                told.Add(await context.CallActivityAsync<string>(nameof(Stops.Stop), new Leg(plan.Traveller, place)));
            return told;
        }
    }

    internal sealed class Stops(ILogger<Stops> logger, Seen seen)
    {
        [Function(nameof(Stop))]
        public async Task<string> Stop([ActivityTrigger] Leg leg, string instanceId, FunctionContext context)
        {
            await Task.Yield();
            if (leg.Traveller == "a crowd") await seen.WaitAsync();
            if (leg.Traveller == "nobody") throw new InvalidOperationException("nobody travels");
            logger.LogInformation("{Function}", context.FunctionDefinition.Name);
            return $"{leg.Traveller} via {leg.Place} with {instanceId}";
        }
    }
}
