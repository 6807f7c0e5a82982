using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Proctoring.Testing;

/// <summary>Calls the application's API as one caller.</summary>
/// <param name="http">What it calls with.</param>
/// <param name="token">An access or session token.</param>
/// <param name="operatorKey">The operator's key.</param>
/// <param name="renew">Asked before each call for another token; null: the old one will do.</param>
public sealed class Api(HttpClient http, string? token = null, string? operatorKey = null, Func<Task<string?>>? renew = null)
{
    const string Base = "/api/v1";

    public string? Token => token;

    public Task<ApiReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <param name="path">Below the base path, as in <c>/users</c>.</param>
    /// <param name="body">Becomes JSON; null sends no body.</param>
    public Task<ApiReply> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiReply> PutAsync(string path, object? body = null) => SendAsync(HttpMethod.Put, path, body);

    public Task<ApiReply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <param name="method">The method.</param>
    /// <param name="path">Below the base path, as in <c>/users</c>.</param>
    /// <param name="body">An <see cref="HttpContent"/> goes as it is, anything else becomes JSON; null sends no body.</param>
    /// <param name="ifMatch">Value of <c>If-Match</c>.</param>
    /// <param name="key">Value of <c>Idempotency-Key</c>.</param>
    public async Task<ApiReply> SendAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null, string? key = null)
    {
        if (renew is not null) token = await renew() ?? token;
        using var request = new HttpRequestMessage(method, path == "/api/health" ? path : Base + path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (operatorKey is not null) request.Headers.Add("x-operator-key", operatorKey);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body, body.GetType()));
        using var reply = await http.SendAsync(request);
        return new(
            $"{method} {path}", reply.StatusCode, await reply.Content.ReadAsByteArrayAsync(), reply.Headers, reply.Content.Headers);
    }
}

/// <summary>What came back.</summary>
public sealed record ApiReply(
    string Request, HttpStatusCode Status, byte[] Bytes, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    /// <summary>The body's JSON, if the status is the one expected; the body's text tells what went wrong otherwise.</summary>
    public JsonElement Expect(HttpStatusCode status)
    {
        if (Status != status) throw new Xunit.Sdk.XunitException($"{Request}: {status} was expected, {Status} came: {Text}");
        return Bytes.Length == 0 ? default : Json;
    }

    /// <summary>Requires problem details of this kind, and for bad input that they name the field.</summary>
    /// <param name="status">The status.</param>
    /// <param name="slug">Last part of the problem's type.</param>
    /// <param name="field">A field that <c>errors</c> has to name.</param>
    public JsonElement ExpectProblem(HttpStatusCode status, string slug, string? field = null)
    {
        var problem = Expect(status);
        Assert.Equal("application/problem+json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal($"urn:proctoring:problem:{slug}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("title").GetString()));
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("detail").GetString()));
        if (field is not null) Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).EnumerateArray());
        return problem;
    }
}
