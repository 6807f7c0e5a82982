using YamlDotNet.RepresentationModel;

namespace Proctoring.Infra.Tests;

static class Yaml
{
    public static YamlMappingNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <summary>Keys and values of a mapping; nothing if there is none.</summary>
    public static IEnumerable<KeyValuePair<string, YamlNode>> Entries(this YamlNode? node) =>
        node is YamlMappingNode mapping ? mapping.Children.Select(entry => KeyValuePair.Create(entry.Key.ToString(), entry.Value)) : [];

    /// <summary>The value at <c>a.b.c</c>, or null.</summary>
    public static YamlNode? Find(this YamlNode node, string path) => path.Split('.').Aggregate(
        (YamlNode?)node, (found, key) => found.Entries().FirstOrDefault(entry => entry.Key == key).Value);

    /// <summary>All scalar values with the key, at any depth.</summary>
    public static IEnumerable<string> All(this YamlNode node, string key) => node switch
    {
        YamlMappingNode mapping => mapping.Entries()
            .SelectMany(entry => entry.Key == key && entry.Value is YamlScalarNode scalar ? [scalar.Value ?? ""] : entry.Value.All(key)),
        YamlSequenceNode sequence => sequence.SelectMany(item => item.All(key)),
        _ => [],
    };
}
