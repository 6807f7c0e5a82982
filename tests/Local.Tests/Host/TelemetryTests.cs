using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Telemetry;

namespace Proctoring.Local.Tests.Host;

public sealed class TelemetryTests
{
    [Fact]
    public async Task TheApplicationsMetersAreShownAsPrometheusReadsThem()
    {
        await using var host = await TestHost.StartAsync(typeof(Traced));
        using var meter = host.Services.GetRequiredService<IMeterFactory>().Create("Shop");
        var sold = meter.CreateCounter<long>("shop.items-sold", "{item}", "What was sold.");
        var wait = meter.CreateHistogram<double>("shop.wait", "ms");

        sold.Add(2);
        sold.Add(1);
        sold.Add(5, new KeyValuePair<string, object?>("kind", "a \"b\" \\ c\n"));
        wait.Record(1.5);
        wait.Record(4);

        var text = await host.Client.GetStringAsync("/local/metrics");
        Assert.Equal(
            """
            # HELP shop_items_sold_total What was sold.
            # TYPE shop_items_sold_total counter
            shop_items_sold_total 3
            shop_items_sold_total{kind="a \"b\" \\ c\n"} 5
            # TYPE shop_wait_milliseconds summary
            shop_wait_milliseconds_count 2
            shop_wait_milliseconds_sum 5.5
            # TYPE shop_wait_milliseconds_max gauge
            shop_wait_milliseconds_max 4

            """.Split('\n').Order(),
            text.Split('\n').Order());
    }

    [Fact]
    public async Task AnotherApplicationsMetersAreNot()
    {
        await using var host = await TestHost.StartAsync(typeof(Traced));
        using var meter = new Meter("Shop");
        meter.CreateCounter<long>("elsewhere").Add(1);

        Assert.Equal("", await host.Client.GetStringAsync("/local/metrics"));
    }

    [Fact]
    public async Task AnInvocationIsASpanInItsCallersTrace()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(Args: ["--Local:Traces", "100"]), typeof(Traced));
        var (trace, caller) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N")[..16]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/traced");
        request.Headers.Add("traceparent", $"00-{trace}-{caller}-01");
        request.Headers.Add("tracestate", "vendor=1");

        using var reply = await host.Client.SendAsync(request);

        var span = Assert.Single((await host.Client.GetFromJsonAsync<List<JsonElement>>($"/local/traces?traceId={trace}"))!);
        Assert.Equal("function Traced", span.GetProperty("name").GetString());
        Assert.Equal(caller, span.GetProperty("parentSpanId").GetString());
        Assert.Equal($"00-{trace}-{span.GetProperty("spanId").GetString()}-01 vendor=1", await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public void OnlySoManyOfTheLatestSpansAreKept()
    {
        using var source = new ActivitySource("Shop");
        using var spans = new LatestSpans(2);
        var last = "";
        for (var i = 0; i < 4; i++)
        {
            using var span = source.StartActivity("sale", ActivityKind.Client, default(ActivityContext), [new("number", i)]);
            last = span!.TraceId.ToHexString();
        }

        // Other tests may make spans meanwhile, which take the place of these.
        Assert.Equal(2, spans.Of(null).Count());
        Assert.All(spans.Of(last), span => Assert.Equal(("sale", "Client", "Shop", (object?)3, null), (span.Name, span.Kind, span.Source, span.Tags["number"], span.ParentSpanId)));
    }

    [Fact]
    public async Task TracesAreNotKeptUnlessAskedFor()
    {
        await using var host = await TestHost.StartAsync(typeof(Traced));

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/local/traces")).StatusCode);
    }

    static class Traced
    {
        [Function("Traced")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "traced")] HttpRequest request) =>
            Results.Text($"{Activity.Current?.Id} {Activity.Current?.TraceStateString}");
    }
}
