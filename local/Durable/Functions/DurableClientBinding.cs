using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Local.Durable.Client;
using Proctoring.Local.Host;

namespace Proctoring.Local.Durable.Functions;

sealed class DurableClientBinding(HubDurableTaskClient client) : IInputBinding
{
    public Type Attribute => typeof(DurableClientAttribute);

    public ValueTask<object?> BindAsync(ParameterInfo parameter, FunctionContext context)
    {
        if (parameter.GetCustomAttribute<DurableClientAttribute>() is { TaskHub: not null } or { ConnectionName: not null })
            throw new NotSupportedException("There is one task hub here; it takes no name and no connection.");
        return parameter.ParameterType == typeof(DurableTaskClient)
            ? ValueTask.FromResult<object?>(client)
            : throw new NotSupportedException($"{parameter.Name} must be a {nameof(DurableTaskClient)}.");
    }
}
