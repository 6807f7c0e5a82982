using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Host;

/// <summary>One invocation. What costs something is made when it is first asked for.</summary>
class LocalFunctionContext(CompiledFunction function, IServiceProvider services, CancellationToken cancellation) : FunctionContext
{
    string? _invocationId;
    IDictionary<object, object>? _items;
    LocalBindingContext? _bindingContext;

    public CompiledFunction Function { get; } = function;

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override BindingContext BindingContext => _bindingContext ??= new(BindingData);

    public override RetryContext RetryContext => Retry!;

    public override CancellationToken CancellationToken => cancellation;

    /// <summary>Null in functions without a retry policy, as in the real worker.</summary>
    public RetryContext? Retry { get; init; }

    /// <summary>The value for the parameter that carries the trigger attribute.</summary>
    public virtual object? TriggerValue { get; init; }

    public virtual IReadOnlyDictionary<string, object?> BindingData { get; init; } = NoData;

    /// <summary>Set from the step of the pipeline that <c>ConfigureFunctionsWebApplication</c> adds.</summary>
    public HttpContext? HttpContext { get; set; }

    public LocalInvocationResult Result { get; } = new();

    static readonly IReadOnlyDictionary<string, object?> NoData = new Dictionary<string, object?>();

    sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    public sealed class LocalInvocationResult : InvocationResult
    {
        public override object? Value { get; set; }
    }
}

sealed class LocalRetryContext(int count, int maximum) : RetryContext
{
    public override int RetryCount => count;

    public override int MaxRetryCount => maximum;
}

sealed class LocalFunctionDefinition(LocalFunction function) : FunctionDefinition
{
    public override string Id { get; } = function.Name;

    public override string Name => function.Name;

    public override string EntryPoint { get; } = $"{function.Method.DeclaringType!.FullName}.{function.Method.Name}";

    public override string PathToAssembly => function.Method.DeclaringType!.Assembly.Location;
}
