using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>An event that the application logs, as it is declared.</summary>
/// <param name="Parameters">Names and types of what is put into it.</param>
/// <param name="Properties">Names under which that is exported.</param>
sealed partial record LogEvent(
    string Name, int Id, LogLevel Level, string Message, IReadOnlyDictionary<string, Type> Parameters, IReadOnlyList<string> Properties)
{
    public static IReadOnlyList<LogEvent> All { get; } =
    [
        .. from type in typeof(Metrics).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           orderby attribute.EventId
           select new LogEvent(
               method.Name, attribute.EventId, attribute.Level, attribute.Message,
               method.GetParameters().Where(parameter => parameter.ParameterType != typeof(ILogger)).ToDictionary(parameter => parameter.Name!, parameter => parameter.ParameterType),
               [.. Placeholder().Matches(attribute.Message).Select(match => match.Groups[1].Value)]),
    ];

    public override string ToString() => $"{Id} {Name}";

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
