using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Tests.Host;

/// <summary>What the local host answers itself.</summary>
public sealed class LocalRepliesTests
{
    [Theory]
    [InlineData("GET", "/local/clock")]
    [InlineData("GET", "/LOCAL/clock")]
    [InlineData("POST", "/local/clock")]
    [InlineData("GET", "/local/metrics")]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances/one")]
    [InlineData("POST", "/runtime/webhooks/durabletask/instances/one/terminate")]
    public async Task WhatCommandsTheHostAnswersToTheNamesOfThisMachineAlone(string method, string path)
    {
        await using var host = await TestHost.StartAsync(typeof(Functions));
        var port = host.Client.BaseAddress!.Port;

        foreach (var name in new[] { "attacker.example", $"attacker.example:{port}", "localhost.attacker.example", "127.0.0.1.attacker.example", "10.0.0.1" })
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(name));
        foreach (var name in new[] { "localhost", $"localhost:{port}", $"127.0.0.1:{port}", $"[::1]:{port}" })
            Assert.NotEqual(HttpStatusCode.Forbidden, await AskAsync(name));

        async Task<HttpStatusCode> AskAsync(string name)
        {
            using var request = new HttpRequestMessage(new(method), path) { Headers = { Host = name } };
            using var response = await host.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task FunctionsAnswerToAnyNameAsTheyDoInAzure()
    {
        await using var host = await TestHost.StartAsync(typeof(Functions));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/plain") { Headers = { Host = "exams.example" } };

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/local/clock")]
    [InlineData("GET", "/local/metrics")]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances/one")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("POST", "/api/plain")]
    [InlineData("GET", "/nothing/at/all")]
    public async Task ItIsKeptAndGuessedAtByNobodyAndShownInNoFrame(string method, string path)
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(Args: ["--Local:Pages", "none"]), typeof(Functions));

        using var response = await host.Client.SendAsync(new(new(method), path));

        Assert.Equal("nosniff", response.Headers.GetValues("x-content-type-options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("referrer-policy").Single());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("content-security-policy").Single(), StringComparison.Ordinal);
    }

    /// <summary>Otherwise no test could see that the application forgot.</summary>
    [Fact]
    public async Task AFunctionsReplyIsLeftAsTheFunctionMadeIt()
    {
        await using var host = await TestHost.StartAsync(typeof(Functions));

        using var response = await host.Client.GetAsync("/api/plain");

        Assert.False(response.Headers.Contains("x-content-type-options"));
        Assert.Null(response.Headers.CacheControl);
    }

    sealed class Functions
    {
        [Function("Plain")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain")] HttpRequest request) => Results.Text("plain");
    }
}
