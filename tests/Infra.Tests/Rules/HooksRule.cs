using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// A hook that fails ends the deployment, on both kinds of systems. No test runs those for Windows, so what can be seen in their text is
/// seen here: they stop at the first fault, and give up no more seldom than the others.
/// </summary>
static partial class HooksRule
{
    const string Folder = "infra/hooks/";

    [GeneratedRegex(@"\bexit 1\b|\{\w+:\?")]
    private static partial Regex GivesUp { get; }

    [GeneratedRegex(@"\bthrow\b")]
    private static partial Regex Throws { get; }

    public static IEnumerable<string> Check(Template template)
    {
        var azure = Yaml.Read(template.Repository.Text("azure.yaml"));
        if (azure.All("continueOnError").Any()) yield return "azure.yaml: a hook that fails does not end the deployment";

        foreach (var path in template.Repository.Paths(Folder, ".sh"))
        {
            var (posix, windows) = (template.Repository.Text(path), Path.ChangeExtension(path, ".ps1"));
            if (!posix.Contains("\nset -eu\n", StringComparison.Ordinal)) yield return $"{path}: it goes on after a fault";
            var other = template.Repository.Text(windows);
            if (!other.Contains("\n$ErrorActionPreference = 'Stop'\n", StringComparison.Ordinal)) yield return $"{windows}: it goes on after a fault";
            if (Throws.Count(other) < GivesUp.Count(posix)) yield return $"{windows}: it gives up less often than {path}";
        }
    }
}
