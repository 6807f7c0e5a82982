using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Proctoring.Local.Durable.Endpoints;

namespace Proctoring.Local.Tests.Durable;

public sealed class EndpointTests : IAsyncLifetime
{
    const string Instances = "/runtime/webhooks/durabletask/instances";

    readonly HubFixture _hub = HubFixture.Start(h =>
    {
        h.Orchestrator("Quick", context => Task.FromResult<object?>(context.GetInput<string>()));
        h.Orchestrator("Ask", async context =>
        {
            context.SetCustomStatus(new { waiting = true });
            return await context.WaitForExternalEvent<JsonObject>("answer");
        });
    });
    readonly HttpClient _http = new();
    WebApplication? _app;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        new ManagementEndpoints(_hub.Client).Map(_app);
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app!.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task AStatusIs202WhileItRunsAnd200WhenItHasEnded()
    {
        var id = await _hub.StartAsync("Ask", "question");
        await _hub.Is(id, OrchestrationRuntimeStatus.Running);

        using var running = await _http.GetAsync($"{Instances}/{id}");
        var body = (await running.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        Assert.Equal($"{Instances}/{id}", running.Headers.Location!.AbsolutePath);
        Assert.Equal(TimeSpan.FromSeconds(5), running.Headers.RetryAfter!.Delta);
        Assert.Equal(("Ask", id), ((string?)body["name"], (string?)body["instanceId"]));
        foreach (var time in new[] { "createdTime", "lastUpdatedTime" })
            Assert.InRange(DateTimeOffset.UtcNow - DateTimeOffset.ParseExact((string)body[time]!, "yyyy-MM-dd'T'HH:mm:ss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal("Running", (string?)body["runtimeStatus"]);
        Assert.Equal("question", (string?)body["input"]);
        Assert.True((bool?)body["customStatus"]!["waiting"]);

        using var raised = await _http.PostAsJsonAsync($"{Instances}/{id}/raiseEvent/answer", new { points = 3 });
        Assert.Equal(HttpStatusCode.Accepted, raised.StatusCode);
        await _hub.EndOf(id);

        using var ended = await _http.GetAsync($"{Instances}/{id}?showInput=false");
        body = (await ended.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Equal(3, (int?)body["output"]!["points"]);
        Assert.Null(body["input"]);
    }

    [Fact]
    public async Task AFailureIs500OnlyWhenAskedFor()
    {
        var id = (await _hub.RunAsync("Nobody")).InstanceId;

        using var plain = await _http.GetAsync($"{Instances}/{id}");
        using var strict = await _http.GetAsync($"{Instances}/{id}?returnInternalServerErrorOnFailure=true");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.InternalServerError), (plain.StatusCode, strict.StatusCode));
        Assert.Contains("doesn't exist", (string?)(await plain.Content.ReadFromJsonAsync<JsonObject>())!["output"]);
    }

    [Theory]
    [InlineData("raiseEvent/x")]
    [InlineData("terminate?reason=enough")]
    [InlineData("suspend?reason=enough")]
    [InlineData("resume?reason=enough")]
    public async Task CommandsAre404ForAnUnknownAnd410ForAnEndedInstance(string command)
    {
        var ended = (await _hub.RunAsync("Quick")).InstanceId;

        using var unknown = await _http.PostAsJsonAsync($"{Instances}/nobody/{command}", 1);
        using var gone = await _http.PostAsJsonAsync($"{Instances}/{ended}/{command}", 1);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Gone), (unknown.StatusCode, gone.StatusCode));
    }

    [Fact]
    public async Task AnInstanceIsSuspendedResumedAndTerminated()
    {
        var id = await _hub.StartAsync("Ask");
        await _hub.Is(id, OrchestrationRuntimeStatus.Running);
        foreach (var (command, status) in new[]
        {
            ("suspend", OrchestrationRuntimeStatus.Suspended),
            ("resume", OrchestrationRuntimeStatus.Running),
            ("terminate", OrchestrationRuntimeStatus.Terminated),
        })
        {
            using var response = await _http.PostAsync($"{Instances}/{id}/{command}?reason=test", null);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            await _hub.Is(id, status);
        }
        Assert.Equal("test", (await _hub.Find(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AnEventThatIsNotJsonIs400()
    {
        var id = await _hub.StartAsync("Ask");

        using var text = await _http.PostAsync($"{Instances}/{id}/raiseEvent/answer", new StringContent("hello"));
        using var broken = await _http.PostAsync(
            $"{Instances}/{id}/raiseEvent/answer", new StringContent("{", null, "application/json"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (text.StatusCode, broken.StatusCode));
    }

    [Fact]
    public async Task AListIsNarrowedByPrefixAndTimesAndTellsInputsWhenAskedTo()
    {
        // Ids that are made begin with a hexadecimal digit.
        await _hub.EndOf(await _hub.StartAsync("Quick", "one", "x1"));
        _hub.Clock.Advance(TimeSpan.FromHours(1));
        await _hub.RunAsync("Nobody");
        await _hub.EndOf(await _hub.StartAsync("Quick", "two", "x2"));
        await _hub.EndOf(await _hub.StartAsync("Quick", "three", "y"));
        var between = Uri.EscapeDataString(_hub.Clock.GetUtcNow().AddMinutes(-30).ToString("o"));

        Assert.Equal(["x1", "x2"], await IdsAsync("instanceIdPrefix=x"));
        Assert.Equal(["x2", "y"], await IdsAsync($"runtimeStatus=Completed&createdTimeFrom={between}"));
        Assert.Equal(["x1"], await IdsAsync($"createdTimeTo={between}"));
        Assert.Null((await ListAsync("instanceIdPrefix=y"))[0]!["input"]);
        Assert.Equal("three", (string?)(await ListAsync("instanceIdPrefix=y&showInput=true"))[0]!["input"]);

        using var purged = await _http.DeleteAsync($"{Instances}?createdTimeFrom=2000-01-01T00:00:00Z&createdTimeTo={between}");
        using var failed = await _http.DeleteAsync($"{Instances}?createdTimeFrom=2000-01-01T00:00:00Z&runtimeStatus=Failed");
        using var none = await _http.DeleteAsync($"{Instances}?createdTimeFrom=2000-01-01T00:00:00Z&runtimeStatus=Failed");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound), (purged.StatusCode, failed.StatusCode, none.StatusCode));
        Assert.Equal(["x2", "y"], await IdsAsync(""));

        async Task<JsonArray> ListAsync(string query) => (await _http.GetFromJsonAsync<JsonArray>($"{Instances}?{query}"))!;

        async Task<IEnumerable<string?>> IdsAsync(string query) => (await ListAsync(query)).Select(one => (string?)one!["instanceId"]);
    }

    [Fact]
    public async Task InstancesAreListedAndPurged()
    {
        foreach (var id in new[] { "a", "b", "c" }) await _hub.EndOf(await _hub.StartAsync("Quick", id: id));
        await _hub.StartAsync("Ask", id: "d");

        using var first = await _http.GetAsync($"{Instances}?top=2&runtimeStatus=Completed,Failed");
        var found = (await first.Content.ReadFromJsonAsync<JsonArray>())!;
        Assert.Equal(["a", "b"], found.Select(one => (string?)one!["instanceId"]));
        using var next = new HttpRequestMessage(HttpMethod.Get, $"{Instances}?top=2&runtimeStatus=Completed,Failed");
        next.Headers.Add("x-ms-continuation-token", first.Headers.GetValues("x-ms-continuation-token"));
        using var second = await _http.SendAsync(next);
        Assert.Equal("c", (string?)Assert.Single((await second.Content.ReadFromJsonAsync<JsonArray>())!)!["instanceId"]);

        using var purged = await _http.DeleteAsync($"{Instances}/a");
        using var again = await _http.DeleteAsync($"{Instances}/a");
        using var withoutTime = await _http.DeleteAsync(Instances);
        using var all = await _http.DeleteAsync($"{Instances}?createdTimeFrom=2000-01-01T00:00:00Z");
        Assert.Equal(1, (int?)(await purged.Content.ReadFromJsonAsync<JsonObject>())!["instancesDeleted"]);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, withoutTime.StatusCode);
        Assert.Equal(2, (int?)(await all.Content.ReadFromJsonAsync<JsonObject>())!["instancesDeleted"]);
    }
}
