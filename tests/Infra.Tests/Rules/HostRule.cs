using System.Text.Json;
using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>Each value of host.json stands in docs/operations.md with its reason, and nothing else does: one that is changed in passing is seen.</summary>
static partial class HostRule
{
    [GeneratedRegex(@"^\| `([\w.]+)` \| `([^`]+)` \| \S.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row { get; }

    public static IEnumerable<string> Check(Template template)
    {
        using var host = JsonDocument.Parse(template.Repository.Text("src/Functions/host.json"));
        var set = ValuesOf(host.RootElement, "").ToDictionary();
        var text = template.Repository.Text("docs/operations.md");
        var reasoned = Row.Matches(text[text.IndexOf("\n## host.json", StringComparison.Ordinal)..])
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

        foreach (var (name, value) in set.Where(pair => reasoned.GetValueOrDefault(pair.Key) != pair.Value))
            yield return $"host.json: {name} is {value}; docs/operations.md says {reasoned.GetValueOrDefault(name) ?? "nothing"}";
        foreach (var name in reasoned.Keys.Except(set.Keys)) yield return $"docs/operations.md: host.json has no {name}";
    }

    static IEnumerable<KeyValuePair<string, string>> ValuesOf(JsonElement value, string path) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject().SelectMany(property => ValuesOf(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"))
        : [new(path, value.ToString() is var text && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? text.ToLowerInvariant() : text)];
}
