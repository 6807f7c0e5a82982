using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>Workflows run only what is pinned by commit, with no more rights than they name, and keep no secret.</summary>
static partial class WorkflowsRule
{
    [GeneratedRegex("^[A-Za-z0-9-]+/[A-Za-z0-9._/-]+@[0-9a-f]{40}$")]
    private static partial Regex Pinned { get; }

    [GeneratedRegex(@" # v\d+\.\d+\.\d+$")]
    private static partial Regex Versioned { get; }

    public static IEnumerable<string> Check(Template template)
    {
        foreach (var path in template.Repository.Paths(".github/workflows/", ".yml"))
        {
            var text = template.Repository.Text(path);
            var workflow = Yaml.Read(text);
            foreach (var action in workflow.All("uses").Where(action => !Pinned.IsMatch(action)))
                yield return $"{path}: {action} is not pinned by commit";
            foreach (var line in text.Split('\n').Where(line => line.Contains(" uses: ", StringComparison.Ordinal) && !Versioned.IsMatch(line)))
                yield return $"{path}: {line.Trim()} does not say its version";

            if (workflow.Find("permissions.contents")?.ToString() != "read" || workflow.All("permissions").Any(all => all == "write-all"))
                yield return $"{path}: the permissions are not those needed only";
            foreach (Match secret in Regex.Matches(text, @"\$\{\{\s*secrets\.\w+"))
                yield return $"{path}: {secret.Value} is a stored secret";
            // What an event carries is text of strangers, not a part of a command.
            foreach (var run in workflow.All("run").Where(run => run.Contains("${{", StringComparison.Ordinal)))
                yield return $"{path}: an expression is pasted into a command: {run.Trim()}";
        }
    }
}
