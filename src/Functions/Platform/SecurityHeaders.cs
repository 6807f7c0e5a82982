using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Proctoring.Functions.Platform;

/// <summary>
/// What every reply of this API tells a browser: to take it for what it says that it is, to keep nothing of it (nearly all is about a person or holds a token), and
/// to show it in no frame. A function that knows better says so after this.
/// </summary>
sealed class SecurityHeaders : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http) AddTo(http.Response);
        return next(context);
    }

    /// <summary>For who has cleared a reply to begin another.</summary>
    public static void AddTo(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
