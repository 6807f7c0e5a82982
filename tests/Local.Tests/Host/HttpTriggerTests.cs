using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Local.Tests.Host;

public sealed class HttpTriggerTests
{
    [Theory]
    [InlineData("/api/greet/ada", "hello ada")]
    [InlineData("/api/greet/ada?name=eve", "hello ada")] // what the route says, the query does not change
    [InlineData("/api/Unrouted", "by its name")]
    [InlineData("/api/static", "static")]
    [InlineData("/api/numbers/42?flag=true&at=2026-01-02T03:04:05Z", "42 True 2026-01-02 03:04:05Z")]
    [InlineData("/api/numbers/42", "42 False none")]
    [InlineData("/api/numbers/42?FLAG=true&at=2026-01-02T03:04:05", "42 True 2026-01-02 03:04:05Z")]
    public async Task AFunctionAnswersAtItsRoute(string path, string answer)
    {
        await using var host = await TestHost.StartAsync(typeof(Http));

        Assert.Equal(answer, await host.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task TheRoutePrefixComesFromHostJson()
    {
        await using var host = await TestHost.StartAsync(
            new TestHost.Setup(Args: ["--AzureFunctionsJobHost:extensions:http:routePrefix", "other"]), typeof(Http));

        Assert.Equal("static", await host.Client.GetStringAsync("/other/static"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/api/static")).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/static")]
    [InlineData("GET", "/api/numbers/many")]
    [InlineData("GET", "/api/nothing")]
    public async Task AWrongMethodOrRouteValueIsNotFound(string method, string path)
    {
        await using var host = await TestHost.StartAsync(typeof(Http));

        using var response = await host.Client.SendAsync(new(new(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task AReplyMadeAfreshCarriesTheMovedTimeToo()
    {
        await using var host = await TestHost.StartAsync(typeof(Http));
        host.Clock.Advance(TimeSpan.FromHours(1));

        using var response = await host.Client.GetAsync("/api/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.InRange(response.Headers.Date!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(65));
    }

    [Fact]
    public async Task AnUnhandledExceptionIsAnEmpty500AndLogged()
    {
        await using var host = await TestHost.StartAsync(typeof(Http));

        using var response = await host.Client.GetAsync("/api/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Contains("Error: Fails failed", host.Log.Lines);
        Assert.Contains(host.Log.Exceptions, e => e is InvalidTimeZoneException);
    }

    [Fact]
    public async Task AValueThatDoesNotConvertIs500AsInTheRealWorker()
    {
        await using var host = await TestHost.StartAsync(typeof(Http));

        using var response = await host.Client.GetAsync("/api/numbers/42?flag=perhaps");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task WhatIsNoResultIsNotWritten()
    {
        await using var host = await TestHost.StartAsync(typeof(Http));

        using var response = await host.Client.GetAsync("/api/text");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task ABodyIsRead()
    {
        await using var host = await TestHost.StartAsync(typeof(Http));

        using var response = await host.Client.PostAsync("/api/length", new ByteArrayContent(new byte[300_000]));

        Assert.Equal(300_000, await response.Content.ReadFromJsonAsync<int>());
    }

    [Fact]
    public async Task ABodyAbove100MegabytesIsRefused()
    {
        await using var host = await TestHost.StartAsync(typeof(Http));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/length") { Content = new EndlessContent(101L * 1024 * 1024) };
        // So that the refusal is read before the body is sent.
        request.Headers.ExpectContinue = true;
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task EachRequestHasItsOwnScopeOfServicesWhichIsDisposed()
    {
        var made = new List<Scoped>();
        await using var host = await TestHost.StartAsync(new TestHost.Setup(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddScoped(_ =>
            {
                var scoped = new Scoped();
                lock (made) made.Add(scoped);
                return scoped;
            });
        }), typeof(Scopes));

        Assert.Equal("the same", await host.Client.GetStringAsync("/api/scope"));
        Assert.Equal("the same", await host.Client.GetStringAsync("/api/scope"));

        await Eventually.True(() => made.All(scoped => scoped.IsDisposed), "both scopes are disposed");
        Assert.Equal(2, made.Count);
    }

    sealed class EndlessContent(long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var block = new byte[1 << 20];
            for (var left = length; left > 0; left -= block.Length) await stream.WriteAsync(block);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }

    sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    sealed class Http
    {
        [Function("Greet")]
        public Task<IResult> Greet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greet/{name}")] HttpRequest request, string name) =>
            Task.FromResult(Results.Text($"hello {name}"));

        [Function("Unrouted")]
        public IResult ByName([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text("by its name");

        [Function("Static")]
        public static async Task<IResult> Static([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "static")] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("static");
        }

        [Function("Numbers")]
        public IResult Numbers(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{count:int}")] HttpRequest request,
            int count, DateTime? at, FunctionContext context, CancellationToken cancellation, bool flag = false)
        {
            Assert.Equal("Numbers", context.FunctionDefinition.Name);
            Assert.Same(request.HttpContext, context.GetHttpContext());
            Assert.Equal(request.HttpContext.RequestAborted, cancellation);
            return Results.Text($"{count} {flag} {at?.ToString("u") ?? "none"}");
        }

        [Function("Fails")]
        public Task<IResult> Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails")] HttpRequest request) =>
            throw new InvalidTimeZoneException();

        [Function("Text")]
        public Task<string> Text([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "text")] HttpRequest request) =>
            Task.FromResult("not written");

        [Function("Length")]
        public async Task<IResult> Length([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "length")] HttpRequest request)
        {
            var total = 0;
            var block = new byte[1 << 16];
            while (await request.Body.ReadAsync(block) is > 0 and var read) total += read;
            return Results.Json(total);
        }
    }

    sealed class Scopes(Scoped scoped)
    {
        [Function("Scope")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request, FunctionContext context) =>
            Results.Text(
                ReferenceEquals(scoped, request.HttpContext.RequestServices.GetRequiredService<Scoped>())
                && ReferenceEquals(scoped, context.InstanceServices.GetRequiredService<Scoped>()) && !scoped.IsDisposed
                    ? "the same" : "others");
    }
}
