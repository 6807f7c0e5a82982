using System.Text.Json;
using System.Text.RegularExpressions;

namespace Proctoring.Functions.Tests.Platform;

/// <summary>JSON has no comments, so the reason for each value of host.json stands in docs/operations.md.</summary>
public sealed partial class HostJsonTests
{
    [Fact]
    public void EveryValueHasItsReason()
    {
        var root = Root();
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "src", "Functions", "host.json")));
        var rows = Row().Matches(File.ReadAllText(Path.Combine(root, "docs", "operations.md")))
            .Select(row => (Setting: row.Groups["setting"].Value, Value: row.Groups["value"].Value));

        Assert.Equal(Values("", host.RootElement).Order(), rows.Order());
    }

    static IEnumerable<(string Setting, string Value)> Values(string path, JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(property => Values($"{path}.{property.Name}", property.Value))
            : [(path[1..], element.ToString().Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal))];

    static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Proctoring.sln")))
                return folder.FullName;
        throw new FileNotFoundException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"^\| `(?<setting>[\w.]+)` \| `(?<value>[^`]+)` \| .{20,} \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
