using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// Every parameter of the template can be set by an environment variable of its own, those that have no default by one that azd
/// sets; and what production.env sets are such variables, with values that the template takes.
/// </summary>
static partial class ParametersRule
{
    static readonly string[] SetByAzd = ["AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_PRINCIPAL_ID", "AZURE_PRINCIPAL_TYPE"];

    [GeneratedRegex(@"^\$\{(\w+)\}$")]
    private static partial Regex Reference { get; }

    public static IEnumerable<string> Check(Template template)
    {
        const string path = "infra/main.parameters.json";
        using var json = JsonDocument.Parse(template.Repository.Text(path));
        var declared = template.Main.Parameters.Where(parameter => !parameter.IsSecure).ToDictionary(parameter => parameter.Name);
        Dictionary<string, Parameter> variables = [];
        foreach (var entry in json.RootElement.GetProperty("parameters").EnumerateObject())
        {
            var variable = Reference.Match(entry.Value.GetProperty("value").GetString() ?? "").Groups[1].Value;
            if (!declared.Remove(entry.Name, out var parameter))
                yield return $"{path}: {entry.Name} is no parameter of the template, or a secret one";
            else if (variable == "")
                yield return $"{path}: {entry.Name} is not an environment variable";
            else if (!variables.TryAdd(variable, parameter))
                yield return $"{path}: {variable} sets two parameters";
            else if (!SetByAzd.Contains(variable) && (parameter.Default is null || !variable.StartsWith("PROCTORING_", StringComparison.Ordinal)))
                yield return $"{path}: azd does not set {variable}, and {entry.Name} has no default or the variable no prefix of ours";
        }

        foreach (var name in declared.Keys) yield return $"{path}: {name} cannot be set";
        foreach (var parameter in template.Main.Parameters.Where(parameter => parameter.IsSecure && parameter.Default is null))
            yield return $"{parameter.Name} is secret and has no default";
        foreach (var problem in CheckProduction(template.Repository.Text("infra/production.env"), variables)) yield return problem;
    }

    static IEnumerable<string> CheckProduction(string text, Dictionary<string, Parameter> variables)
    {
        foreach (var line in text.Split('\n').Where(line => line != "" && line[0] != '#'))
        {
            var (variable, value) = (line.Split('=')[0], line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            if (!variables.TryGetValue(variable, out var parameter))
                yield return $"infra/production.env: {variable} sets no parameter";
            else if (!Takes(parameter, value))
                yield return $"infra/production.env: {parameter.Name} cannot be {value}";
        }
    }

    static bool Takes(Parameter parameter, string value)
    {
        return parameter.Type switch
        {
            "bool" => value is "true" or "false",
            "int" => int.TryParse(value, out var number) && number >= Bound("minValue", int.MinValue) && number <= Bound("maxValue", int.MaxValue)
                && IsAllowed(value),
            "string" => IsAllowed($"'{value}'"),
            _ => false,
        };

        int Bound(string name, int otherwise) =>
            parameter.Decorators.TryGetValue(name, out var bound) ? int.Parse(bound.Trim('(', ')'), CultureInfo.InvariantCulture) : otherwise;

        bool IsAllowed(string literal) =>
            !parameter.Decorators.TryGetValue("allowed", out var allowed) || allowed.Trim('(', ')', '[', ']').Split(',').Contains(literal);
    }
}
