using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Local.Telemetry;

namespace Proctoring.Local.Host;

/// <summary>Runs one invocation of a function: scope, context, middleware, parameters, result.</summary>
sealed class FunctionInvoker(IServiceScopeFactory scopes, InvocationPipeline pipeline, IEnumerable<IInputBinding> bindings, FunctionTable functions)
{
    readonly FunctionExecutionDelegate _run = pipeline.Build();
    readonly Dictionary<LocalFunction, CompiledFunction> _compiled = Compile(functions, bindings);

    public CompiledFunction this[LocalFunction function] => _compiled[function];

    /// <param name="function">The function to run.</param>
    /// <param name="triggerValue">The value of the parameter that carries the trigger attribute.</param>
    /// <param name="bindingData">Values for further parameters by name, and for the context's binding data.</param>
    /// <param name="cancellation">Given to the function as its cancellation token.</param>
    /// <returns>What the function returned, awaited; null for none. Its exceptions surface as <see cref="CompiledFunction"/> says.</returns>
    public Task<object?> InvokeAsync(
        LocalFunction function,
        object? triggerValue,
        IReadOnlyDictionary<string, object?> bindingData,
        CancellationToken cancellation) => InvokeAsync(function, triggerValue, bindingData, null, cancellation);

    public async Task<object?> InvokeAsync(
        LocalFunction function,
        object? triggerValue,
        IReadOnlyDictionary<string, object?> bindingData,
        LocalRetryContext? retry,
        CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = new LocalFunctionContext(_compiled[function], scope.ServiceProvider, cancellation)
        {
            TriggerValue = triggerValue,
            BindingData = bindingData,
            Retry = retry,
        };
        await RunAsync(context);
        return context.Result.Value;
    }

    /// <summary>Runs an invocation whose context and scope the caller made.</summary>
    public Task RunAsync(LocalFunctionContext context) => WorkerSpans.RunAsync(_run, context);

    static Dictionary<LocalFunction, CompiledFunction> Compile(FunctionTable functions, IEnumerable<IInputBinding> bindings)
    {
        var byAttribute = bindings.ToDictionary(binding => binding.Attribute);
        return functions.All.ToDictionary(function => function, function => new CompiledFunction(function, byAttribute));
    }
}

/// <summary>The functions of the application.</summary>
sealed record FunctionTable(IReadOnlyList<LocalFunction> All);

/// <summary>The middleware that the application asked for, around the step that runs the function.</summary>
sealed class InvocationPipeline
{
    readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _steps = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> step) => _steps.Add(step);

    public FunctionExecutionDelegate Build()
    {
        FunctionExecutionDelegate run = static context =>
        {
            var local = (LocalFunctionContext)context;
            return local.Function.RunAsync(local);
        };
        for (var i = _steps.Count - 1; i >= 0; i--) run = _steps[i](run);
        return run;
    }
}
