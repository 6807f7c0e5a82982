using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Proctoring.Functions.Platform;

/// <summary>The replies of this API: JSON as <see cref="Platform.Json.Options"/> say.</summary>
static class Reply
{
    public static IResult Ok<T>(T value) => new JsonReply<T>(value, StatusCodes.Status200OK);

    /// <summary>200 with the version as the entity's tag.</summary>
    public static IResult Ok<T>(T value, long version) => new JsonReply<T>(value, StatusCodes.Status200OK, version);

    public static IResult Created<T>(string location, T value) =>
        new JsonReply<T>(value, StatusCodes.Status201Created, location: location);

    public static IResult Created<T>(string location, T value, long version) =>
        new JsonReply<T>(value, StatusCodes.Status201Created, version, location);

    public static IResult Accepted<T>(string location, T value) =>
        new JsonReply<T>(value, StatusCodes.Status202Accepted, location: location);

    /// <summary>202 for what is under way and has no address of its own.</summary>
    public static IResult Accepted<T>(T value) => new JsonReply<T>(value, StatusCodes.Status202Accepted);

    /// <summary>Any of them.</summary>
    public static IResult Json<T>(T value, int status, long? version, string? location) => new JsonReply<T>(value, status, version, location);

    public static IResult NoContent() => Results.NoContent();

    /// <summary>
    /// Without public properties, because the functions worker serialises what a function returned once more, to tell the
    /// host. The framework's own JSON result would have its value written and sent twice.
    /// </summary>
    sealed class JsonReply<T>(T value, int status, long? version = null, string? location = null) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            var response = context.Response;
            response.StatusCode = status;
            if (version is { } number) response.Headers.ETag = EntityTag.Of(number);
            if (location is not null) response.Headers.Location = location;
            return response.WriteAsJsonAsync(value, Platform.Json.Options);
        }
    }
}

/// <summary>Optimistic concurrency over HTTP: a resource's version is its entity tag.</summary>
static class EntityTag
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>412 if the request names a version in <c>If-Match</c> and it is not this one.</summary>
    public static void RequireMatch(this HttpRequest request, long version)
    {
        var wanted = request.Headers.IfMatch;
        if (wanted.Count == 0) return;
        var tag = Of(version);
        foreach (var value in wanted)
            foreach (var candidate in value?.Split(',', StringSplitOptions.TrimEntries) ?? [])
                if (candidate == "*" || candidate == tag)
                    return;
        throw Problem.Stale();
    }
}
