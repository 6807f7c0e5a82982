using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Proctoring.Local.Host;

/// <summary>What the local host answers itself, where no function does.</summary>
static class LocalReplies
{
    /// <summary>
    /// What moves clocks, shows traces and commands orchestrations is for who sits at this machine. A page of anybody's can have its own name resolve to the
    /// loopback address and is then of the same origin as this server; the browser still says which name it asked for.
    /// </summary>
    public static Task RefuseOtherNames(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        if (!path.StartsWithSegments("/local") && !path.StartsWithSegments("/runtime")) return next(http);
        if (http.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]") return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        AddHeaders(http.Response);
        return Task.CompletedTask;
    }

    /// <summary>Functions care for their replies themselves.</summary>
    public static Task Secure(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<LocalFunction>() is null) AddHeaders(http.Response);
        return next(http);
    }

    /// <summary>The platform answers a wrong method like an unknown path, where ASP.NET Core has an endpoint that answers 405.</summary>
    public static Task NotFoundForWrongMethod(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is null or RouteEndpoint or { DisplayName: not "405 HTTP Method Not Supported" }) return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    static void AddHeaders(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
