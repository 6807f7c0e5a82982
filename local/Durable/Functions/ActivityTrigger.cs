using Microsoft.Azure.Functions.Worker;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Host;

namespace Proctoring.Local.Durable.Functions;

/// <summary>Runs activity functions: the trigger's parameter takes the input; <c>instanceId</c> binds by name.</summary>
sealed class ActivityTrigger(FunctionInvoker invoker, HubStart start, TaskHub hub) : ITrigger
{
    public Type Attribute => typeof(ActivityTriggerAttribute);

    public Task StartAsync(IReadOnlyList<LocalFunction> functions, CancellationToken cancellation)
    {
        foreach (var function in functions)
        {
            var name = ((ActivityTriggerAttribute)function.Trigger).Activity ?? function.Name;
            start.Functions.Activities.Add(name, Run(function));
        }
        start.Known();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => start.StopAsync(cancellation);

    RunActivity Run(LocalFunction function)
    {
        var type = function.TriggerParameter.ParameterType;
        if (type == typeof(FunctionContext))
            throw new NotSupportedException($"The activity trigger of {function.Name} must be on its input, not on the context.");
        return (instanceId, json, cancellation) => invoker.InvokeAsync(
            function,
            hub.Converter.Deserialize(json, type),
            new Dictionary<string, object?> { ["instanceId"] = instanceId },
            cancellation);
    }
}
