using System.Text.Json;
using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>Files that templates load are there; of each type one API version is used; abbreviations are known and used.</summary>
static class FilesRule
{
    public static IEnumerable<string> Check(Template template)
    {
        foreach (var file in template.Files)
        {
            foreach (var call in file.Root.Tree.Where(node => node.Type == "call_expression" && node.Child("function")!.Text.StartsWith("load", StringComparison.Ordinal)))
            {
                var path = call.Child("arguments")!.Named.First().Literal!;
                if (!template.Repository.Has(Template.Resolve(file, path))) yield return $"{file.At(call)}: there is no {path}";
            }
        }

        foreach (var type in template.Files.SelectMany(file => file.Resources).GroupBy(resource => resource.Type))
        {
            if (type.Select(resource => resource.Version).Distinct().Count() > 1)
                yield return $"{type.Key} is used in several versions: {string.Join(", ", type.Select(resource => resource.Version).Distinct())}";
        }

        using var json = JsonDocument.Parse(template.Repository.Text("infra/abbreviations.json"));
        var known = json.RootElement.EnumerateObject().Select(entry => entry.Name).ToHashSet();
        var used = Regex.Matches(template.Main.Root.Text, @"\babbrs\.(\w+)").Select(match => match.Groups[1].Value).ToHashSet();
        foreach (var name in used.Except(known)) yield return $"abbreviations.json has no {name}";
        foreach (var name in known.Except(used)) yield return $"abbreviations.json: {name} is not used";
    }
}
