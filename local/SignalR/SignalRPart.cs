using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Proctoring.Local.Host;

namespace Proctoring.Local.SignalR;

/// <summary>
/// The SignalR service on loopback. A client that was sent to <c>/client/?hub=…</c> negotiates there in its turn, by
/// <c>POST /client/negotiate?hub=…</c>, and then connects, all with the access token that it was given.
/// </summary>
sealed class SignalRPart : ILocalPart
{
    const string ClientPath = "/client";

    public void AddServices(IHostApplicationBuilder builder, LocalOptions options)
    {
        builder.Services
            .AddSignalR()
            .AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(new SerializedArgumentConverter()));
        builder.Services
            .AddSingleton<ClientConnections>()
            .AddSingleton<Outage>()
            .AddSingleton<MembershipFile>()
            .AddSingleton<ClientTokens>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<RegisteredHub>() is not { } hub) return;
        endpoints.MapGet("/local/signalr", (Outage outage) => Results.Json(new { available = !outage.IsOn }));
        // Bound from JSON only, which a page of another origin cannot send without being asked first.
        endpoints.MapPost("/local/signalr", (Change change, Outage outage) =>
        {
            outage.IsOn = !change.Available;
            return Results.NoContent();
        });
        var tokens = endpoints.ServiceProvider.GetRequiredService<ClientTokens>();
        hub.Map(endpoints, ClientPath).Add(endpoint =>
        {
            var connect = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => AdmitAsync(context, hub, tokens, connect);
        });
    }

    sealed record Change(bool Available);

    static Task AdmitAsync(HttpContext context, RegisteredHub hub, ClientTokens tokens, RequestDelegate connect)
    {
        if (AnswerCors(context)) return Task.CompletedTask;
        var name = context.Request.Query["hub"].ToString();
        if (name != hub.Name)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        // A browser's WebSocket cannot carry headers, so its token comes in the query.
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..]
            : context.Request.Query["access_token"].ToString();
        if (tokens.Read(name, token) is not { } user)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        context.User = user;
        return connect(context);
    }

    /// <summary>Browsers may connect from any origin, as the service allows by default. True for a preflight, answered.</summary>
    static bool AnswerCors(HttpContext context)
    {
        if (context.Request.Headers.Origin is not [{ } origin]) return false;
        var reply = context.Response.Headers;
        reply.AccessControlAllowOrigin = origin;
        reply.AccessControlAllowCredentials = "true";
        reply.Vary = "Origin";
        if (!HttpMethods.IsOptions(context.Request.Method)) return false;
        reply.AccessControlAllowMethods = context.Request.Headers.AccessControlRequestMethod;
        reply.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
