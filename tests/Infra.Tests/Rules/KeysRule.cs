using System.Text;
using System.Text.Json;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// Nothing is said twice, whatever its case: no key of an object in Bicep (its compiler refuses that: BCP025) or in JSON, no element
/// of a list, no variable in production.env. The other rules look things up by key, where the second of two is not to be seen.
/// </summary>
static class KeysRule
{
    public static IEnumerable<string> Check(Template template) =>
        CheckObjects(template).Concat(CheckLists(template)).Concat(CheckJson(template)).Concat(CheckProduction(template.Repository.Text("infra/production.env")));

    static IEnumerable<string> CheckObjects(Template template) =>
        from file in template.Files
        from node in file.Root.Tree
        where node.Type == "object"
        from twice in node.Properties.GroupBy(property => property.Key, property => property.Value, StringComparer.OrdinalIgnoreCase)
        where twice.Count() > 1
        select $"{file.At(twice.ElementAt(1))}: the object has {twice.Key} twice";

    static IEnumerable<string> CheckLists(Template template) =>
        from file in template.Files
        from node in file.Root.Tree
        where node.Type == "array"
        from twice in node.Named.GroupBy(element => element.Text, StringComparer.OrdinalIgnoreCase)
        where twice.Count() > 1
        select $"{file.At(twice.ElementAt(1))}: the list has {twice.Key} twice";

    static IEnumerable<string> CheckJson(Template template) =>
        from path in template.Repository.Paths("infra/", ".json").Append("src/Functions/host.json")
        from key in KeysTwice(template.Repository.Text(path))
        select $"{path}: an object has {key} twice";

    static IEnumerable<string> KeysTwice(string json)
    {
        List<string> found = [];
        Stack<HashSet<string>> open = new();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) open.Push(new(StringComparer.OrdinalIgnoreCase));
            else if (reader.TokenType == JsonTokenType.EndObject) open.Pop();
            else if (reader.TokenType == JsonTokenType.PropertyName && !open.Peek().Add(reader.GetString()!)) found.Add(reader.GetString()!);
        }

        return found;
    }

    static IEnumerable<string> CheckProduction(string text) =>
        from line in text.Split('\n')
        where line.Contains('=', StringComparison.Ordinal) && line[0] != '#'
        group line by line.Split('=')[0] into variable
        where variable.Count() > 1
        select $"infra/production.env: {variable.Key} is set twice";
}
