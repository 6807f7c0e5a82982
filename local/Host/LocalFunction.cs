using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Proctoring.Local.Host;

/// <summary>A method marked <c>[Function]</c> in the application, as found at start.</summary>
sealed record LocalFunction(string Name, MethodInfo Method, Attribute Trigger, ParameterInfo TriggerParameter, RetryAttribute? Retry)
{
    // One of its kind; comparing all members would cost more than a lookup should.
    public bool Equals(LocalFunction? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    const BindingFlags Methods = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <exception cref="StartupException">A function is declared in a way that the real platform refuses.</exception>
    public static IReadOnlyList<LocalFunction> FindAll(IEnumerable<Type> classes)
    {
        var functions = classes
            .Where(type => type is { IsClass: true, ContainsGenericParameters: false })
            .SelectMany(type => type.GetMethods(Methods))
            .Select(method => (Method: method, Attribute: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.Attribute is not null)
            .Select(found => From(found.Method, found.Attribute!.Name))
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToList();

        var twice = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? functions : throw new StartupException($"Two functions are named '{twice.Key}'.");
    }

    static LocalFunction From(MethodInfo method, string name)
    {
        var triggers = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(found => found.Attribute is not null)
            .ToList();
        return triggers is [var (parameter, trigger)]
            ? new(name, method, trigger!, parameter, method.GetCustomAttribute<RetryAttribute>())
            : throw new StartupException($"Function '{name}' has {triggers.Count} triggers; it needs one.");
    }
}
