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
    const string Docs = "docs/operations.md";

    /// <summary>What azd sets, and the parameters that get it.</summary>
    static readonly Dictionary<string, string> SetByAzd = new()
    {
        { "AZURE_ENV_NAME", "environmentName" },
        { "AZURE_LOCATION", "location" },
        { "AZURE_PRINCIPAL_ID", "principalId" },
        { "AZURE_PRINCIPAL_TYPE", "principalType" },
    };

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
            else if (!SetByAzd.ContainsKey(variable) && (parameter.Default is null || !variable.StartsWith("PROCTORING_", StringComparison.Ordinal)))
                yield return $"{path}: azd does not set {variable}, and {entry.Name} has no default or the variable no prefix of ours";
            else if (SetByAzd.GetValueOrDefault(variable, variable["PROCTORING_".Length..].Replace("_", "", StringComparison.Ordinal)) is var name
                && !name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase))
                yield return $"{path}: {variable} sets {entry.Name}, which is called otherwise";
        }

        foreach (var name in declared.Keys) yield return $"{path}: {name} cannot be set";
        foreach (var parameter in template.Main.Parameters.Where(parameter => parameter.IsSecure && parameter.Default is null))
            yield return $"{parameter.Name} is secret and has no default";
        var production = template.Repository.Text("infra/production.env");
        foreach (var problem in CheckProduction(production, variables)) yield return problem;
        foreach (var problem in CheckDocs(template.Repository.Text(Docs), production, variables)) yield return problem;
        if (!template.Main.Parameters.Single(parameter => parameter.Name == "location").Decorators["metadata"].Contains("azd:{type:'location'}", StringComparison.Ordinal))
            yield return "infra/main.bicep: azd does not know that location is one, and asks for it as a text";
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

    /// <summary>An operator is told what each is by default, and in production.</summary>
    static IEnumerable<string> CheckDocs(string docs, string production, Dictionary<string, Parameter> variables)
    {
        var set = production.Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .Select(line => line.Split('=', 2)).DistinctBy(line => line[0]).ToDictionary(line => line[0], line => line[1]);
        foreach (var (variable, parameter) in variables.Where(variable => !SetByAzd.ContainsKey(variable.Key)))
        {
            var usual = parameter.Default?.Text.Trim('\'') is { } text and not ("" or "[]" or "{}") ? text : "–";
            var row = $"| `{variable}` | {usual} | {set.GetValueOrDefault(variable, "")} |".Replace("|  |", "| |", StringComparison.Ordinal);
            if (!docs.Contains($"\n{row}\n", StringComparison.Ordinal)) yield return $"{Docs} does not say: {row}";
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
