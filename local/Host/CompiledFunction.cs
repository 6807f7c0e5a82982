using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Local.Host;

/// <summary>A function made ready to run: no reflection is left for the time of the call.</summary>
/// <remarks>
/// What a task holds is thrown inside an <see cref="AggregateException"/>, a cancellation, too, because the real worker reads
/// <c>task.Result</c> in a continuation (Azure/azure-functions-dotnet-worker, <c>src/DotNetWorker.Core/Invocation/DefaultFunctionInvoker.cs</c>). Only what
/// a method throws itself, before it has given a task, comes as it is (<c>MethodInvokerWithReturnValue</c>, <c>TaskMethodInvoker</c>). Function classes that
/// are internal, and all where no executor is generated, run so; see <c>FunctionsEnableExecutorSourceGen</c> in Functions.csproj.
/// </remarks>
sealed class CompiledFunction
{
    readonly ObjectFactory? _make;
    readonly Func<object?, object?[], ValueTask<object?>> _call;
    readonly ParameterSource[] _parameters;

    public CompiledFunction(LocalFunction function, IReadOnlyDictionary<Type, IInputBinding> bindings)
    {
        Function = function;
        Definition = new LocalFunctionDefinition(function);
        _parameters = [.. function.Method.GetParameters().Select(parameter => ParameterSource.For(function, parameter, bindings))];
        _make = function.Method.IsStatic ? null : ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, Type.EmptyTypes);
        _call = Compile(function.Method);
    }

    public LocalFunction Function { get; }

    public FunctionDefinition Definition { get; }

    /// <summary>Binds the parameters, calls the method and awaits what it returns.</summary>
    /// <exception cref="AggregateException">Holds what the method's task held.</exception>
    public async Task RunAsync(LocalFunctionContext context)
    {
        // Before the parameters, as the real executor does.
        var instance = _make?.Invoke(context.InstanceServices, null);
        var arguments = _parameters.Length == 0 ? [] : new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var source = _parameters[i];
            arguments[i] = source.Now is { } now ? now(context) : await source.Later!(context);
        }
        context.Result.Value = await _call(instance, arguments);
    }

    static Func<object?, object?[], ValueTask<object?>> Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object), "instance");
        var arguments = Expression.Parameter(typeof(object?[]), "arguments");
        var values = method.GetParameters().Select((parameter, index) => (Expression)Expression.Convert(
            Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        var call = Expression.Call(method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!), method, values);
        if (call.Type != typeof(Task)) return Compiled<ValueTask<object?>>(Awaited(call));
        var run = Compiled<Task>(call);
        return (on, with) => Outcome(WithoutResult(run, on, with));

        Func<object?, object?[], T> Compiled<T>(Expression body) =>
            Expression.Lambda<Func<object?, object?[], T>>(body, instance, arguments).Compile();
    }

    static Expression Awaited(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void)) return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            return Expression.Call(typeof(CompiledFunction), nameof(Outcome), type.GetGenericArguments(), call);
        // The real worker does not await a ValueTask either.
        if (type == typeof(ValueTask) || type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            throw new NotSupportedException($"{call.Method.DeclaringType}.{call.Method.Name}: a function returns a Task, not a ValueTask.");
        return Expression.Call(typeof(CompiledFunction), nameof(OfValue), null, Expression.Convert(call, typeof(object)));
    }

    static ValueTask<object?> OfValue(object? value) => new(value);

    /// <summary>An asynchronous method, as <c>VoidTaskMethodInvoker</c> is: what the function throws before its first wait is in the task, too.</summary>
    static async Task<object?> WithoutResult(Func<object?, object?[], Task> run, object? instance, object?[] arguments)
    {
        await run(instance, arguments);
        return null;
    }

    static ValueTask<object?> Outcome<T>(Task<T> task)
    {
        return task.IsCompletedSuccessfully ? new(task.Result) : Wait(task);

        static async ValueTask<object?> Wait(Task<T> task)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return task.Result;
        }
    }
}
