using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>Roles are assigned by the right ids, each is used, and no id stands anywhere else.</summary>
static partial class RolesRule
{
    /// <summary>Azure's built-in roles, by what Azure calls them.</summary>
    static readonly Dictionary<string, string> Ids = new()
    {
        { "Azure Event Hubs Data Receiver", "a638d3c7-ab3a-418d-83e6-5f17a39d4fde" },
        { "Azure Event Hubs Data Sender", "2b629674-e913-4c01-ae53-ef4638d8f975" },
        { "Key Vault Secrets Officer", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7" },
        { "Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6" },
        { "Monitoring Metrics Publisher", "3913510d-42f4-4e42-8a64-420c390055eb" },
        { "SignalR Service Owner", "7e4f1700-ea5a-4f59-8f37-079cfe29dce3" },
        { "Storage Blob Data Contributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe" },
        { "Storage Blob Data Owner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b" },
        { "Storage Queue Data Contributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88" },
        { "Storage Table Data Contributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3" },
    };

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex Guids { get; }

    public static IEnumerable<string> Check(Template template)
    {
        var known = Ids.ToDictionary(role => VariableOf(role.Key), role => role.Value);
        foreach (var file in template.Files)
        {
            var named = file.Variables.FirstOrDefault(variable => variable.Name == "roles")?.Value;
            foreach (var (name, value) in named?.Properties ?? [])
            {
                if (!known.TryGetValue(name, out var id)) yield return $"{file.At(value)}: no role is known as {name}";
                else if (value.Literal != id) yield return $"{file.At(value)}: {name} is {id}";
                if (!Regex.IsMatch(file.Root.Text, $@"\broles\.{name}\b"))
                    yield return $"{file.At(value)}: {name} is not used";
            }

            var listed = named?.Properties.Select(role => role.Value.Literal).ToHashSet() ?? [];
            foreach (Match guid in Guids.Matches(file.Root.Text))
            {
                if (!listed.Contains(guid.Value)) yield return $"{file.Path}: {guid.Value} is not in the table of roles";
            }
        }
    }

    static string VariableOf(string role)
    {
        var words = string.Concat(role.Replace("Azure ", "", StringComparison.Ordinal).Where(c => c != ' '));
        return char.ToLowerInvariant(words[0]) + words[1..];
    }
}
