using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Proctoring.Local.Host;

/// <summary>Where the value of one parameter comes from: either at once, or (input bindings) after a wait.</summary>
sealed record ParameterSource(Func<LocalFunctionContext, object?>? Now, Func<LocalFunctionContext, ValueTask<object?>>? Later)
{
    public static ParameterSource For(LocalFunction function, ParameterInfo parameter, IReadOnlyDictionary<Type, IInputBinding> bindings)
    {
        if (parameter == function.TriggerParameter) return new(context => context.TriggerValue, null);
        if (parameter.ParameterType == typeof(FunctionContext)) return new(context => context, null);
        if (parameter.ParameterType == typeof(CancellationToken)) return new(context => context.CancellationToken, null);
        if (parameter.GetCustomAttribute<BindingAttribute>() is not { } attribute) return new(ByName(function, parameter), null);
        return bindings.TryGetValue(attribute.GetType(), out var binding)
            ? new(null, context => binding.BindAsync(parameter, context))
            : throw new NotSupportedException(
                $"Function '{function.Name}': the local host has no binding for {attribute.GetType().Name} of '{parameter.Name}'.");
    }

    static Func<LocalFunctionContext, object?> ByName(LocalFunction function, ParameterInfo parameter)
    {
        var name = parameter.Name!;
        var convert = Converter(parameter.ParameterType);
        var fallback = Fallback(parameter);
        return context =>
        {
            if (!context.BindingData.TryGetValue(name, out var value) || value is null) return fallback();
            try
            {
                return convert(value);
            }
            // As in the real worker this ends as 500, not as 400: a function that cares takes a string and checks it.
            catch (Exception e) when (e is FormatException or JsonException or InvalidCastException or OverflowException)
            {
                throw new InvalidOperationException(
                    $"Error converting 1 input parameters for Function '{function.Name}': Cannot convert input parameter '{name}' "
                    + $"to type '{parameter.ParameterType.FullName}' from type '{value.GetType().FullName}'.", e);
            }
        };
    }

    static Func<object?> Fallback(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue)
        {
            var value = parameter.DefaultValue;
            return () => value;
        }
        var type = parameter.ParameterType;
        if (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null) return () => null;
        return () => throw new InvalidOperationException(
            $"Could not populate the value for '{parameter.Name}' parameter. Consider adding a default value or making the parameter nullable.");
    }

    static Func<object, object?> Converter(Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string)) return value => value as string ?? JsonSerializer.Serialize(value);
        Func<string, object?> parse =
            target == typeof(Guid) ? text => Guid.Parse(text)
            : target == typeof(DateTime) ? text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).DateTime
            : target == typeof(DateTimeOffset) ? text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : text => JsonSerializer.Deserialize(text, target);
        return value => target.IsInstanceOfType(value) ? value : parse(value as string ?? JsonSerializer.Serialize(value));
    }
}
