namespace Proctoring.Local.Host;

/// <summary>Runs one invocation of a function: scope, context, middleware, parameters, result.</summary>
sealed class FunctionInvoker
{
    /// <param name="function">The function to run.</param>
    /// <param name="triggerValue">The value of the parameter that carries the trigger attribute.</param>
    /// <param name="bindingData">Values for further parameters by name, and for the context's binding data.</param>
    /// <param name="cancellation">Given to the function as its cancellation token.</param>
    /// <returns>What the function returned, awaited; null for none. Its exceptions surface unwrapped.</returns>
    public Task<object?> InvokeAsync(
        LocalFunction function,
        object? triggerValue,
        IReadOnlyDictionary<string, object?> bindingData,
        CancellationToken cancellation) => throw new NotImplementedException();
}
