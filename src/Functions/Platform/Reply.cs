using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Proctoring.Functions.Platform;

/// <summary>The replies of this API: JSON as <see cref="Json.Options"/> say.</summary>
static class Reply
{
    public static IResult Ok<T>(T value) => Results.Json(value, Json.Options);

    /// <summary>200 with the version as the entity's tag.</summary>
    public static IResult Ok<T>(T value, long version) => new Tagged(Results.Json(value, Json.Options), version, null);

    public static IResult Created<T>(string location, T value) =>
        new Tagged(Results.Json(value, Json.Options, statusCode: StatusCodes.Status201Created), null, location);

    public static IResult Created<T>(string location, T value, long version) =>
        new Tagged(Results.Json(value, Json.Options, statusCode: StatusCodes.Status201Created), version, location);

    public static IResult Accepted<T>(T value) =>
        Results.Json(value, Json.Options, statusCode: StatusCodes.Status202Accepted);

    public static IResult Accepted<T>(string location, T value) =>
        new Tagged(Results.Json(value, Json.Options, statusCode: StatusCodes.Status202Accepted), null, location);

    public static IResult NoContent() => Results.NoContent();

    sealed class Tagged(IResult result, long? version, string? location) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            if (version is { } number) context.Response.Headers.ETag = EntityTag.Of(number);
            if (location is not null) context.Response.Headers.Location = location;
            return result.ExecuteAsync(context);
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
