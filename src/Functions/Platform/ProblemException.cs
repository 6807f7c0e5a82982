using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Ends a request with problem details (RFC 9457). Made by <see cref="Problem"/>; <see cref="ProblemMiddleware"/>
/// turns it into the reply.
/// </summary>
sealed class ProblemException(int status, string slug, string title, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    /// <summary>Last part of the problem's type, <c>urn:proctoring:problem:{slug}</c>.</summary>
    public string Slug { get; } = slug;

    /// <summary>For bad input: what is wrong, by the field's name.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Further members of the reply, by their JSON name.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>When it makes sense to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The reply, for code that prefers to return it rather than to throw.</summary>
    public IResult ToResult()
    {
        var details = new ProblemDetails
        {
            Type = $"urn:proctoring:problem:{Slug}",
            Title = title,
            Status = Status,
            Detail = Message,
        };
        if (Errors is not null) details.Extensions["errors"] = Errors;
        foreach (var (name, value) in Extensions ?? new Dictionary<string, object?>()) details.Extensions[name] = value;
        return new ProblemResult(details, RetryAfter);
    }

    sealed class ProblemResult(ProblemDetails details, TimeSpan? retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            if (retryAfter is { } wait)
                context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString();
            if (details.Status is StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
            context.Response.StatusCode = details.Status!.Value;
            // Without a token of ours it ends quietly when the client leaves meanwhile.
            return context.Response.WriteAsJsonAsync(details, Json.Options, "application/problem+json");
        }
    }
}
