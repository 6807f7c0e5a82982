using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Tests.Host;

/// <summary>What becomes of a query's values on their way into a function's parameters, and of what a function returns.</summary>
public sealed class ParameterTests
{
    [Theory]
    [InlineData("/api/values?needed=1", "1 none none none")]
    [InlineData("/api/values?needed=1&maybe=2", "1 2 none none")]
    [InlineData("/api/values?needed=1&id=6f9619ff-8b86-d011-b42d-00c04fc964ff", "1 none 6f9619ff-8b86-d011-b42d-00c04fc964ff none")]
    [InlineData("/api/values?needed=1&at=2026-01-02T03:04:05%2B01:00", "1 none none 2026-01-02T02:04:05")]
    [InlineData("/api/values?needed=1&at=2026-01-02T03:04:05", "1 none none 2026-01-02T03:04:05")]
    public async Task AValueHasItsParametersType(string path, string answer)
    {
        await using var host = await TestHost.StartAsync(typeof(Functions));

        Assert.Equal(answer, await host.Client.GetStringAsync(path));
    }

    [Theory]
    [InlineData("/api/values", "Could not populate the value for 'needed' parameter.")]
    [InlineData("/api/values?needed=many", "Error converting 1 input parameters for Function 'Values': Cannot convert input parameter 'needed'")]
    [InlineData("/api/values?needed=9999999999", "Error converting 1 input parameters for Function 'Values': Cannot convert input parameter 'needed'")]
    [InlineData("/api/values?needed=1&id=none", "Error converting 1 input parameters for Function 'Values': Cannot convert input parameter 'id'")]
    [InlineData("/api/action", "Function 'Action' returned an IActionResult; the local host writes IResult only.")]
    public async Task WhatDoesNotFitIs500AndSaysWhy(string path, string why)
    {
        await using var host = await TestHost.StartAsync(typeof(Functions));

        using var response = await host.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(host.Log.Exceptions, e => e.Message.StartsWith(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFunctionThatFailsAmidItsAnswerBreaksItOff()
    {
        await using var host = await TestHost.StartAsync(typeof(Functions));

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.GetStringAsync("/api/half"));

        await Eventually.True(() => host.Log.Lines.Contains("Error: Half failed"), "it is logged");
    }

    static class Functions
    {
        [Function("Values")]
        public static IResult Values(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "values")] HttpRequest request, int needed, int? maybe, Guid? id, DateTimeOffset? at) =>
            Results.Text($"{needed} {maybe?.ToString() ?? "none"} {id?.ToString() ?? "none"} {at?.UtcDateTime.ToString("s") ?? "none"}");

        [Function("Action")]
        public static IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "action")] HttpRequest request) => new OkResult();

        [Function("Half")]
        public static async Task<IResult> Half([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "half")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("half");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidTimeZoneException();
        }
    }
}
