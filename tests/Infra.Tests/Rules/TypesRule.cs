using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// Resources say what resource-properties.txt lists, which was compared with the published types: no property of another name, for Azure
/// ignores it; no other literal value; and no property less.
/// </summary>
static class TypesRule
{
    static readonly string[] OfEvery = ["dependsOn", "location", "name", "parent", "scope", "tags"];

    static readonly Dictionary<string, Dictionary<string, string>> Known = Read(Path.Combine(Repository.Folder, "tests", "Infra.Tests", "resource-properties.txt"));

    public static IEnumerable<string> Check(Template template)
    {
        HashSet<string> said = [];
        foreach (var file in template.Files)
        {
            foreach (var resource in file.Resources)
            {
                var type = $"{resource.Type}@{resource.Version}";
                if (!Known.TryGetValue(type, out var properties)) yield return $"{file.At(resource.Node)}: {type} was not compared with its published type";
                else if (!resource.IsExisting)
                    foreach (var problem in new Look(file, type, properties, said).Object(resource.Body, "")) yield return problem;
            }
        }

        foreach (var (type, properties) in Known)
        {
            foreach (var path in properties.Keys.Where(path => !path.EndsWith('*') && !said.Contains($"{type} {path}"))) yield return $"{type}: nothing says {path} any more";
        }
    }

    sealed class Look(BicepFile file, string type, Dictionary<string, string> known, HashSet<string> said)
    {
        public IEnumerable<string> Object(SyntaxNode node, string path) =>
            from property in node.Properties
            where path != "" || !OfEvery.Contains(property.Key)
            from problem in Value(property.Value, PathOf(path, property.Key))
            select problem;

        IEnumerable<string> Value(SyntaxNode value, string path)
        {
            said.Add($"{type} {path}");
            if (!known.TryGetValue(path, out var expected) && !known.Keys.Any(key => key.StartsWith($"{path}.", StringComparison.Ordinal) || key.StartsWith($"{path}[]", StringComparison.Ordinal)))
                return [$"{file.At(value)}: {path} was not compared with the published type"];
            return value.Type switch
            {
                "object" => Object(value, path),
                "array" => value.Named.SelectMany(element => Value(element, $"{path}[]")),
                "ternary_expression" => Value(value.Child("consequence")!, path).Concat(Value(value.Child("alternative")!, path)),
                "string" when value.Literal is { } text => Literal(value, path, "string", text, expected),
                "string" => Literal(value, path, "string", null, expected),
                "number" => Literal(value, path, "int", value.Text, expected),
                "boolean" => Literal(value, path, "bool", value.Text, expected),
                _ => [],
            };
        }

        IEnumerable<string> Literal(SyntaxNode value, string path, string kind, string? text, string? expected)
        {
            if (expected?.Split(": ") is not [var wanted, .. var values] || wanted != kind) return [$"{file.At(value)}: {path} is no {kind}"];
            return text is null || (values is [var list] && list.Split(" | ").Contains(text)) ? [] : [$"{file.At(value)}: {path} was looked up as {expected}, not {text}"];
        }

        /// <summary>Where an object has keys of anybody's choosing they are one.</summary>
        string PathOf(string path, string key)
        {
            var any = path == "" ? "*" : $"{path}.*";
            return known.ContainsKey(any) ? any : any[..^1] + key;
        }
    }

    static Dictionary<string, Dictionary<string, string>> Read(string path)
    {
        Dictionary<string, Dictionary<string, string>> types = [];
        var properties = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(path).Where(line => line != "" && line[0] != '#'))
        {
            if (line[0] != ' ') types.Add(line, properties = []);
            else if (line.Trim().Split(": ", 2) is [var property, var type]) properties.Add(property, type);
        }

        return types;
    }
}
