using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Host;

namespace Proctoring.Local.Tests.Host;

/// <summary>What the attributes of a function say.</summary>
public sealed class DeclarationTests
{
    [Fact]
    public async Task AProtectedFunctionAsksForItsKey()
    {
        await using var host = await TestHost.StartAsync(typeof(Protected));
        var folder = host.Services.GetRequiredService<DataFolder>();
        var (key, master) = (folder.Secret("functionKey"), folder.Secret("masterKey"));

        async Task<HttpStatusCode> Get(string path, string? header = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (header is not null) request.Headers.Add("x-functions-key", header);
            using var response = await host.Client.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await Get("/api/withkey"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get("/api/withkey?code=wrong"));
        Assert.Equal(HttpStatusCode.OK, await Get($"/api/withkey?code={key}"));
        Assert.Equal(HttpStatusCode.OK, await Get("/api/withkey", key));
        Assert.Equal(HttpStatusCode.OK, await Get("/api/withkey", master));
        // The header wins over the query.
        Assert.Equal(HttpStatusCode.Unauthorized, await Get($"/api/withkey?code={key}", "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get("/api/foradmins", key));
        Assert.Equal(HttpStatusCode.OK, await Get("/api/foradmins", master));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await Get("/api/forsystem", key), await Get("/api/forsystem", master)));
        // As in the real worker, methods alone leave the level at the lowest.
        Assert.Equal(HttpStatusCode.OK, await Get("/api/open"));
    }

    [Theory]
    [InlineData("AzureWebJobs.WithKey.Disabled")]
    [InlineData("AzureWebJobs:WithKey:Disabled")]
    public async Task ADisabledFunctionIsNotThere(string setting)
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(Args: [$"--{setting}", "true"]), typeof(Protected));

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/api/open")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync("/api/withkey")).StatusCode);
    }

    [Theory]
    [InlineData(typeof(TwoOfOneName), "Two functions are named 'Same'.")]
    [InlineData(typeof(WithoutTrigger), "Function 'lost' has 0 triggers; it needs one.")]
    [InlineData(typeof(WithRetry), "Function 'Retried': an HTTP trigger takes no retry policy.")]
    public async Task ADeclarationThatThePlatformRefusesStopsTheStart(Type functions, string message)
    {
        var e = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(functions));

        Assert.Equal(message, e.Message);
    }

    [Fact]
    public async Task AMalformedRouteStopsTheStart()
    {
        var e = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(typeof(Malformed)));

        Assert.StartsWith("Function 'Malformed' has a malformed route: ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(OtherRequest), "Function 'OtherRequest': the local host binds an HTTP trigger to HttpRequest only.")]
    [InlineData(typeof(OtherTimer), "Function 'OtherTimer': a timer trigger binds to TimerInfo.")]
    [InlineData(typeof(OtherTrigger), "Function 'OtherTrigger': the local host has no QueueAttribute.")]
    [InlineData(typeof(OtherInput), "Function 'OtherInput': the local host has no binding for BlobAttribute of 'blob'.")]
    public async Task WhatTheLocalHostDoesNotBindIsRefused(Type functions, string message)
    {
        var e = await Assert.ThrowsAsync<NotSupportedException>(() => TestHost.StartAsync(functions));

        Assert.Equal(message, e.Message);
    }

    sealed class Malformed
    {
        [Function("Malformed")]
        public void Run([HttpTrigger("get", Route = "a/{b")] HttpRequest request)
        {
        }
    }

    sealed class WithRetry
    {
        [Function("Retried")]
        [FixedDelayRetry(1, "00:00:01")]
        public void Run([HttpTrigger("get")] HttpRequest request)
        {
        }
    }

    sealed class OtherRequest
    {
        [Function("OtherRequest")]
        public void Run([HttpTrigger("get")] string body)
        {
        }
    }

    sealed class OtherTimer
    {
        [Function("OtherTimer")]
        public void Run([TimerTrigger("0 0 0 * * *")] string timer)
        {
        }
    }

    sealed class QueueAttribute : TriggerBindingAttribute;

    sealed class OtherTrigger
    {
        [Function("OtherTrigger")]
        public void Run([Queue] string message)
        {
        }
    }

    sealed class BlobAttribute : InputBindingAttribute;

    sealed class OtherInput
    {
        [Function("OtherInput")]
        public void Run([HttpTrigger("get")] HttpRequest request, [Blob] string blob)
        {
        }
    }

    sealed class Protected
    {
        [Function("WithKey")]
        public IResult WithKey([HttpTrigger("get", Route = "open")] HttpRequest request) => Results.Ok();

        [Function("WithKey2")]
        public IResult WithKey2([HttpTrigger(AuthorizationLevel.Function, "get", Route = "withkey")] HttpRequest request) => Results.Ok();

        [Function("ForSystem")]
        public IResult ForSystem([HttpTrigger(AuthorizationLevel.System, "get", Route = "forsystem")] HttpRequest request) => Results.Ok();

        [Function("ForAdmins")]
        public IResult ForAdmins([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "foradmins")] HttpRequest request) => Results.Ok();
    }

    sealed class TwoOfOneName
    {
        [Function("same")]
        public IResult One([HttpTrigger] HttpRequest request) => Results.Ok();

        [Function("Same")]
        public IResult Two([HttpTrigger] HttpRequest request) => Results.Ok();
    }

    sealed class WithoutTrigger
    {
        [Function("lost")]
        public void Run()
        {
        }
    }
}
