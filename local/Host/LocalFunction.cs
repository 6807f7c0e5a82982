using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Host;

/// <summary>A method marked <c>[Function]</c> in the application, as found at start.</summary>
sealed record LocalFunction(string Name, MethodInfo Method, Attribute Trigger, ParameterInfo TriggerParameter, RetryAttribute? Retry);
