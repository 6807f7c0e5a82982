using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace Proctoring.Local.Host;

/// <summary>
/// One part of the local platform (event stream, durable tasks, SignalR, storage, clock). The host asks every part
/// for its services while the application is being built and for its endpoints before it serves.
/// </summary>
interface ILocalPart
{
    void AddServices(IHostApplicationBuilder builder, LocalOptions options);

    void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }
}

/// <summary>Listens for one kind of trigger and invokes the functions that are bound to it.</summary>
interface ITrigger
{
    /// <summary>The trigger attribute whose functions this trigger runs.</summary>
    Type Attribute { get; }

    /// <summary>Begins to invoke; returns when it listens. Called once, after all parts are ready.</summary>
    Task StartAsync(IReadOnlyList<LocalFunction> functions, CancellationToken cancellation);

    /// <summary>Stops taking new work and waits for invocations under way.</summary>
    Task StopAsync(CancellationToken cancellation);
}

/// <summary>Supplies parameters that carry an input binding attribute, for instance <c>[DurableClient]</c>.</summary>
interface IInputBinding
{
    Type Attribute { get; }

    ValueTask<object?> BindAsync(System.Reflection.ParameterInfo parameter, FunctionContext context);
}
