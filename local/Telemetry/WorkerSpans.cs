using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Proctoring.Local.Host;

namespace Proctoring.Local.Telemetry;

/// <summary>
/// The span that the worker makes of an invocation, in its present form (schema 1.37), if anybody listens. Its parent is
/// the host's: the caller's for a request; none for a batch of messages or a timer.
/// </summary>
static class WorkerSpans
{
    static readonly ActivitySource Source = new("Microsoft.Azure.Functions.Worker");

    public static Task RunAsync(FunctionExecutionDelegate run, LocalFunctionContext context) =>
        Source.HasListeners() ? TraceAsync(run, context) : run(context);

    static async Task TraceAsync(FunctionExecutionDelegate run, LocalFunctionContext context)
    {
        using var activity = Source.StartActivity(
            $"function {context.FunctionDefinition.Name}", ActivityKind.Internal, ParentOf(context),
            tags: [new("faas.invocation_id", context.InvocationId), new("faas.name", context.FunctionDefinition.Name)]);
        try
        {
            await run(context);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }

    static ActivityContext ParentOf(FunctionContext context)
    {
        var parent = default(ActivityContext);
        if (context is HttpFunctionContext { Http.Request.Headers: var headers })
            ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out parent);
        return parent;
    }
}
