using System.Net;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Platform;

/// <summary>Requests that end too early, and bodies that cannot be read.</summary>
public sealed class BrokenRequestTests(ObservedApp observed) : IClassFixture<ObservedApp>
{
    [Theory]
    [InlineData("IngestEvents", true)]
    [InlineData("IngestEvents", false)]
    [InlineData("CreateExam", true)]
    [InlineData("CreateExam", false)]
    public async Task AClientThatLeavesInTheMiddleOfItsBodyIsNoFailure(string function, bool breaksOff)
    {
        var (path, token) = await RouteAsync(function);
        var trace = Guid.NewGuid().ToString("N");
        using var client = await RawConnection.OpenAsync(observed.App);
        var logged = observed.App.Log.Count;

        await client.SendAsync(
            $"POST {path} HTTP/1.1", "Host: localhost", $"Authorization: Bearer {token}", "Content-Type: application/json",
            $"traceparent: 00-{trace}-00f067aa0ba902b7-01", "Content-Length: 5000", "Expect: 100-continue", "");
        // The server answers so when the function begins to read.
        Assert.StartsWith("HTTP/1.1 100 ", await client.ReadSomeAsync(), StringComparison.Ordinal);
        await client.SendTextAsync("""{"title":""");
        client.HangUp(breaksOff);

        var span = await observed.SpanAsync(trace, $"function {function}");
        Assert.NotEqual("Error", span.GetProperty("status").GetString());
        Assert.DoesNotContain(observed.App.Log.Skip(logged), line => line.Contains(" ERROR ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("IngestEvents", "ffffffffffffffff")]
    [InlineData("IngestEvents", "x")]
    [InlineData("CreateExam", "ffffffffffffffff")]
    [InlineData("CreateExam", "x")]
    public async Task AChunkOfAnImpossibleSizeIsBadInput(string function, string size)
    {
        var (path, token) = await RouteAsync(function);
        using var client = await RawConnection.OpenAsync(observed.App);

        await client.SendAsync(
            $"POST {path} HTTP/1.1", "Host: localhost", $"Authorization: Bearer {token}", "Content-Type: application/json",
            "Transfer-Encoding: chunked", "Connection: close", "", size, "{}", "0", "");

        var reply = await client.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", reply, StringComparison.Ordinal);
        Assert.Contains("\"urn:proctoring:problem:invalid-input\"", reply, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARefusalIsLoggedNeitherAsAnErrorNorAsAFailedInvocation()
    {
        var logged = observed.App.Log.Count;
        var trace = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/auth/me");
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");

        using var reply = await observed.App.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.StatusCode);
        Assert.NotEqual("Error", (await observed.SpanAsync(trace, "function GetMe")).GetProperty("status").GetString());
        Assert.DoesNotContain(observed.App.Log.Skip(logged), line => line.Contains(" ERROR ", StringComparison.Ordinal));
    }

    async Task<(string Path, string Token)> RouteAsync(string function)
    {
        if (function == "CreateExam") return ("/api/v1/exams", observed.Organization.Proctor.Api.Token!);
        var (session, events) = await observed.Organization.RunSessionAsync();
        return ($"/api/v1/sessions/{session}/events", events.Token!);
    }
}
