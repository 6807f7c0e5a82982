using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// Resources say nothing but what their types have, in the version that they name: resource-properties.txt lists what was compared with
/// the published types. A property of another name is one that Azure ignores.
/// </summary>
static class TypesRule
{
    static readonly string[] OfEvery = ["dependsOn", "location", "name", "parent", "scope", "tags"];

    static readonly Dictionary<string, Dictionary<string, string>> Known = Read(Path.Combine(Repository.Folder, "tests", "Infra.Tests", "resource-properties.txt"));

    public static IEnumerable<string> Check(Template template)
    {
        foreach (var file in template.Files)
        {
            foreach (var resource in file.Resources)
            {
                if (!Known.TryGetValue($"{resource.Type}@{resource.Version}", out var properties))
                    yield return $"{file.At(resource.Node)}: {resource.Type}@{resource.Version} was not compared with its published type";
                else if (!resource.IsExisting)
                    foreach (var problem in CheckObject(file, resource.Body, "", properties)) yield return problem;
            }
        }
    }

    static IEnumerable<string> CheckObject(BicepFile file, SyntaxNode node, string path, Dictionary<string, string> known) =>
        from property in node.Properties
        where path != "" || !OfEvery.Contains(property.Key)
        from problem in CheckValue(file, property.Value, PathOf(path, property.Key, known), known)
        select problem;

    static IEnumerable<string> CheckValue(BicepFile file, SyntaxNode value, string path, Dictionary<string, string> known)
    {
        var type = known.GetValueOrDefault(path);
        if (type is null && !known.Keys.Any(key => key.StartsWith($"{path}.", StringComparison.Ordinal) || key.StartsWith($"{path}[]", StringComparison.Ordinal)))
            return [$"{file.At(value)}: {path} was not compared with the published type"];
        return value.Type switch
        {
            "object" => CheckObject(file, value, path, known),
            "array" => value.Named.SelectMany(element => CheckValue(file, element, $"{path}[]", known)),
            "ternary_expression" => CheckValue(file, value.Child("consequence")!, path, known).Concat(CheckValue(file, value.Child("alternative")!, path, known)),
            "string" when type is null || !type.StartsWith("string", StringComparison.Ordinal) => [$"{file.At(value)}: {path} is no text"],
            "string" when type!.Split(": ") is [_, var texts] && !texts.Split(" | ").Contains(value.Literal) => [$"{file.At(value)}: {path} is one of {texts}, as far as was looked up"],
            "number" when type != "int" => [$"{file.At(value)}: {path} is no number"],
            "boolean" when type != "bool" => [$"{file.At(value)}: {path} is neither true nor false"],
            _ => [],
        };
    }

    /// <summary>Where an object has keys of anybody's choosing they are one.</summary>
    static string PathOf(string path, string key, Dictionary<string, string> known)
    {
        var any = path == "" ? "*" : $"{path}.*";
        return known.ContainsKey(any) ? any : any[..^1] + key;
    }

    static Dictionary<string, Dictionary<string, string>> Read(string path)
    {
        Dictionary<string, Dictionary<string, string>> types = [];
        foreach (var line in File.ReadLines(path).Where(line => line != "" && line[0] != '#'))
        {
            if (line[0] != ' ') types.Add(line, []);
            else if (line.Trim().Split(": ", 2) is [var property, var type]) types.Last().Value.Add(property, type);
        }

        return types;
    }
}
