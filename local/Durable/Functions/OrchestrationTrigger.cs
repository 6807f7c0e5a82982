using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Proctoring.Local.Durable.Engine;
using Proctoring.Local.Durable.Replay;
using Proctoring.Local.Host;

namespace Proctoring.Local.Durable.Functions;

/// <summary>
/// Runs orchestrator functions. The whole invocation, middleware included, happens on the orchestrator's logical thread,
/// as it does in the isolated worker; so middleware must not await anything but what follows it.
/// </summary>
sealed class OrchestrationTrigger(FunctionInvoker invoker, HubStart start, TaskHub hub) : ITrigger
{
    static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    public Type Attribute => typeof(OrchestrationTriggerAttribute);

    public Task StartAsync(IReadOnlyList<LocalFunction> functions, CancellationToken cancellation)
    {
        foreach (var function in functions)
        {
            var name = ((OrchestrationTriggerAttribute)function.Trigger).Orchestration ?? function.Name;
            start.Functions.Orchestrators.Add(name, Run(function));
        }
        start.Known();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => start.StopAsync(cancellation);

    RunOrchestrator Run(LocalFunction function)
    {
        if (function.TriggerParameter.ParameterType != typeof(TaskOrchestrationContext))
            throw new NotSupportedException(
                $"The orchestration trigger of {function.Name} must be a {nameof(TaskOrchestrationContext)}.");
        var input = InputOf(function);
        return (context, json) => invoker.InvokeAsync(
            function,
            context,
            input is null || json is null
                ? Nothing
                : new Dictionary<string, object?> { [input.Name!] = hub.Converter.Deserialize(json, input.ParameterType) },
            CancellationToken.None);
    }

    /// <summary>As in the worker: the first parameter that nothing else is bound to takes the input.</summary>
    static ParameterInfo? InputOf(LocalFunction function) => function.Method.GetParameters().FirstOrDefault(parameter =>
        parameter != function.TriggerParameter
        && parameter.ParameterType != typeof(FunctionContext)
        && parameter.ParameterType != typeof(CancellationToken)
        && !parameter.GetCustomAttributes().Any(attribute => attribute is DurableClientAttribute));
}
