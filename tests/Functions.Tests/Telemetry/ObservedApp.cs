using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>An application of its own whose spans are kept, for tests that count what it does.</summary>
public sealed class ObservedApp : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public TestOrganization Organization { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await TestApp.StartAsync(new Dictionary<string, string> { ["Local:Traces"] = "5000" });
        Organization = await TestOrganization.CreateAsync(App);
    }

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <summary>A value of <c>/local/metrics</c>; 0 before there is one.</summary>
    /// <param name="series">With its labels, as in <c>proctoring_alerts_total{type="COPY"}</c>.</param>
    public async Task<double> ReadAsync(string series)
    {
        var lines = (await App.Http.GetStringAsync("/local/metrics")).Split('\n');
        return lines.FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture)
            : 0;
    }

    /// <summary>Waits until a value has grown to at least this.</summary>
    public Task<double> ReachesAsync(string series, double value) => Eventually.GetAsync(() => ReadAsync(series), now => now >= value);

    /// <summary>Posts as a caller who has a trace of its own.</summary>
    public async Task<Trace> PostTracedAsync(Api api, string path, object body)
    {
        var trace = new Trace(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N")[..16]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path) { Content = JsonContent.Create(body, body.GetType()) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.Token);
        request.Headers.Add("traceparent", $"00-{trace.Id}-{trace.Caller}-01");
        using var reply = await App.Http.SendAsync(request);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return trace;
    }

    /// <summary>Waits until a trace has a span of this name; gives it.</summary>
    public async Task<JsonElement> SpanAsync(string traceId, string name)
    {
        var spans = await Eventually.GetAsync(
            () => App.Http.GetFromJsonAsync<List<JsonElement>>($"/local/traces?traceId={traceId}"),
            spans => spans!.Any(span => span.GetProperty("name").GetString() == name));
        return spans!.First(span => span.GetProperty("name").GetString() == name);
    }

    /// <param name="Id">32 hexadecimal digits.</param>
    /// <param name="Caller">Id of the caller's span.</param>
    public sealed record Trace(string Id, string Caller);
}
