using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Proctoring.Local.Host;

/// <summary>Functions with an HTTP trigger, as endpoints.</summary>
sealed partial class HttpFunctions(
    FunctionTable functions, FunctionInvoker invoker, FunctionKeys keys, IConfiguration configuration, ILogger<HttpFunctions> logger)
{
    /// <exception cref="StartupException">A route is malformed.</exception>
    public EndpointDataSource Endpoints()
    {
        var prefix = configuration[$"{LocalConfiguration.HostJson}:extensions:http:routePrefix"] ?? "api";
        return new DefaultEndpointDataSource(functions.All
            .Where(function => function.Trigger is HttpTriggerAttribute)
            .Select(function => Endpoint(function, (HttpTriggerAttribute)function.Trigger, prefix)));
    }

    Endpoint Endpoint(LocalFunction function, HttpTriggerAttribute trigger, string prefix)
    {
        if (function.TriggerParameter.ParameterType != typeof(HttpRequest))
            throw new NotSupportedException($"Function '{function.Name}': the local host binds an HTTP trigger to HttpRequest only.");
        if (function.Retry is not null)
            throw new StartupException($"Function '{function.Name}': an HTTP trigger takes no retry policy.");

        RoutePattern pattern;
        try
        {
            pattern = RoutePatternFactory.Parse($"{prefix}/{trigger.Route ?? function.Name}");
        }
        catch (RoutePatternException e)
        {
            throw new StartupException($"Function '{function.Name}' has a malformed route: {e.Message}", e);
        }
        var compiled = invoker[function];
        var level = trigger.AuthLevel;
        RequestDelegate handler = level == AuthorizationLevel.Anonymous
            ? http => InvokeAsync(compiled, http)
            : http => keys.Allow(http.Request, level) ? InvokeAsync(compiled, http) : Refuse(http);
        var builder = new RouteEndpointBuilder(handler, pattern, 0) { DisplayName = function.Name };
        builder.Metadata.Add(new HttpMethodMetadata(trigger.Methods ?? []));
        builder.Metadata.Add(function);
        return builder.Build();
    }

    static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    async Task InvokeAsync(CompiledFunction function, HttpContext http)
    {
        try
        {
            // The request's own scope of services is the invocation's.
            await invoker.RunAsync(new HttpFunctionContext(function, http));
        }
        catch (Exception e)
        {
            Fail(function, http, e);
        }
    }

    /// <summary>Whatever leaves the pipeline is a failed invocation and an error in the log, whether or not the client is still there.</summary>
    void Fail(CompiledFunction function, HttpContext http, Exception e)
    {
        // In Azure the host refuses a body over its limit before there is an invocation.
        if (e.GetBaseException() is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } && !http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }
        Log.Failed(logger, function.Function.Name, e);
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    /// <summary>
    /// The step that <c>ConfigureFunctionsWebApplication</c> adds to the pipeline. Steps after it see the request;
    /// what the function returns is written here, hence outside of them.
    /// </summary>
    public static async Task ProxyAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context is not HttpFunctionContext function)
        {
            await next(context);
            return;
        }
        var http = function.HttpContext = function.Http;
        await next(context);
        switch (function.Result.Value)
        {
            case IResult result:
                await result.ExecuteAsync(http);
                break;
            case IActionResult:
                throw new NotSupportedException(
                    $"Function '{function.Function.Function.Name}' returned an IActionResult; the local host writes IResult only.");
                // Anything else is not written, as in the real worker.
        }
    }

    static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed")]
        public static partial void Failed(ILogger logger, string function, Exception exception);
    }
}

/// <summary>An invocation by a request.</summary>
sealed class HttpFunctionContext(CompiledFunction function, HttpContext http)
    : LocalFunctionContext(function, http.RequestServices, CancellationToken.None)
{
    IReadOnlyDictionary<string, object?>? _bindingData;

    public HttpContext Http { get; } = http;

    public override object? TriggerValue => Http.Request;

    public override CancellationToken CancellationToken => Http.RequestAborted;

    /// <summary>Route values by name, then values of the query.</summary>
    public override IReadOnlyDictionary<string, object?> BindingData => _bindingData ??= Read(Http.Request);

    static Dictionary<string, object?> Read(HttpRequest request)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.RouteValues) data[name] = value;
        if (request.QueryString.HasValue)
            foreach (var (name, value) in request.Query)
                data.TryAdd(name, value.ToString());
        return data;
    }
}
