using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Reads request bodies. The platform's own <c>[FromBody]</c> answers a body that fails to convert with 500, so no
/// function uses it.
/// </summary>
static class JsonBody
{
    public const int LargestBody = 1024 * 1024;
    const string WholeBody = "body";

    /// <summary>The body as <typeparamref name="T"/>; 400 naming the field, 413 over 1 MB.</summary>
    public static async ValueTask<T> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        var body = await ReadBytesAsync(request);
        return body.IsEmpty ? throw Problem.Invalid(WholeBody, "is missing: a JSON object is expected") : Parse<T>(body.Span);
    }

    /// <summary>As <see cref="ReadAsync{T}"/>, but an absent body is allowed and counts as an empty object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="largest">Of a body, in bytes.</param>
    /// <param name="field">What makes a body too large that is.</param>
    public static async ValueTask<T> ReadOptionalAsync<T>(HttpRequest request, int largest = LargestBody, string field = WholeBody)
        where T : class
    {
        var body = await ReadBytesAsync(request, largest, field);
        return Parse<T>(body.IsEmpty ? "{}"u8 : body.Span);
    }

    /// <summary>The body's bytes, at most 1 MB or what is allowed; 413 beyond.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadBytesAsync(
        HttpRequest request, int largest = LargestBody, string field = WholeBody)
    {
        if (request.ContentLength > largest) throw TooLarge(largest, field);
        var cancellation = request.HttpContext.RequestAborted;
        var buffer = new byte[request.ContentLength is { } known ? known + 1 : 4096];
        var length = 0;
        while (true)
        {
            var read = await ReadingAsync(request.HttpContext, request.Body.ReadAsync(buffer.AsMemory(length), cancellation));
            if (read == 0) return buffer.AsMemory(0, length);
            length += read;
            if (length > largest) throw TooLarge(largest, field);
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 2, largest + 1));
        }
    }

    static ProblemException TooLarge(int largest, string field) =>
        Problem.TooLarge($"The request body is larger than {largest / 1024} KB.", field);

    /// <summary>
    /// A read of a request's body; 400 for one that the server cannot read, such as one of chunks with impossible sizes. When the connection is lost meanwhile,
    /// the request ends with it.
    /// </summary>
    public static async ValueTask<T> ReadingAsync<T>(HttpContext http, ValueTask<T> read)
    {
        try
        {
            return await read;
        }
        // The server's own exceptions for it say with their status what they are; others it passes on.
        catch (Exception e) when (e is OperationCanceledException or IOException and not BadHttpRequestException)
        {
            // The connection is gone, and the server may not have noticed yet. After the reply it would read the rest of the body, which nobody can after such a
            // read: an error of its own.
            if (e is OperationCanceledException or ConnectionResetException) http.Abort();
            throw Problem.Invalid(WholeBody, "could not be read");
        }
    }

    static T Parse<T>(ReadOnlySpan<byte> body)
        where T : class
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        // The reader takes any bytes within a string.
        if (!Utf8.IsValid(body)) throw Problem.Invalid(WholeBody, "is not UTF-8");
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json.Options) ?? throw Problem.Invalid(WholeBody, "is a JSON object");
        }
        catch (JsonException e) when (e.InnerException is JsonException)
        {
            throw Problem.Invalid(WholeBody, $"is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
        catch (JsonException e)
        {
            throw Problem.Invalid(Field(e.Path), "has the wrong type or a value that is not allowed");
        }
    }

    static string Field(string? path) =>
        path is null or "$" ? WholeBody : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
}
