using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Everything about one invocation of one function.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract string FunctionId { get; }

    public abstract BindingContext BindingContext { get; }

    public abstract RetryContext RetryContext { get; }

    /// <summary>The invocation's own scope of services.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the host stops, and for HTTP when the client goes away.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}

public abstract class BindingContext
{
    /// <summary>What came with the trigger: route values, or the properties of a message.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

public abstract class RetryContext
{
    /// <summary>0 at the first attempt.</summary>
    public abstract int RetryCount { get; }

    /// <summary>−1: without limit.</summary>
    public abstract int MaxRetryCount { get; }
}

public abstract class FunctionDefinition
{
    public abstract string Id { get; }

    public abstract string Name { get; }

    /// <summary>Full name of the type and method.</summary>
    public abstract string EntryPoint { get; }

    public abstract string PathToAssembly { get; }
}

/// <summary>The value that a function returned; middleware may replace it before it is written.</summary>
public abstract class InvocationResult
{
    public abstract object? Value { get; set; }
}

public static class FunctionContextBindingFeatureExtensions
{
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        context is Proctoring.Local.Host.LocalFunctionContext local
            ? local.Result
            : throw new InvalidOperationException("The context was not made by this host.");
}

public static class FunctionContextLoggerExtensions
{
    public static ILogger<T> GetLogger<T>(this FunctionContext context) =>
        context.InstanceServices.GetRequiredService<ILogger<T>>();

    public static ILogger GetLogger(this FunctionContext context, string categoryName) =>
        context.InstanceServices.GetRequiredService<ILoggerFactory>().CreateLogger(categoryName);
}
