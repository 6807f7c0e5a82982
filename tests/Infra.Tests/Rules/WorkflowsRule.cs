using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// Workflows run only what is pinned by commit, with no more rights than they name, and keep no secret. One compiles the
/// infrastructure; the one that azd looks for deploys it, after it has said what would change.
/// </summary>
static partial class WorkflowsRule
{
    [GeneratedRegex("^[A-Za-z0-9-]+/[A-Za-z0-9._/-]+@[0-9a-f]{40}$")]
    private static partial Regex Pinned { get; }

    [GeneratedRegex(@" # v\d+\.\d+\.\d+$")]
    private static partial Regex Versioned { get; }

    /// <summary>By workflow, what it runs, in this order.</summary>
    static readonly Dictionary<string, string[]> Steps = new()
    {
        { ".github/workflows/azure-dev.yml", ["azd auth login ", "azd provision --preview ", "azd up "] },
        { ".github/workflows/ci.yml", [".ci/run", "dotnet publish src/Functions ", "az bicep build --file infra/main.bicep "] },
    };

    public static IEnumerable<string> Check(Template template)
    {
        foreach (var (path, steps) in Steps)
        {
            var runs = template.Repository.Has(path) ? Yaml.Read(template.Repository.Text(path)).All("run").ToList() : [];
            var places = steps.Select(step => runs.FindIndex(run => run.Contains(step, StringComparison.Ordinal))).ToList();
            if (places.Contains(-1) || !places.SequenceEqual(places.Order())) yield return $"{path}: it does not run, in this order, {string.Join(", ", steps)}";
        }

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
