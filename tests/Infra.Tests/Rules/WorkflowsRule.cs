using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

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

    const string Deployment = ".github/workflows/azure-dev.yml";

    /// <summary>Steps that are not for every run, by what they run, and when they are.</summary>
    static readonly (string Run, string If)[] Conditions =
    [
        ("azd env set --file infra/production.env", "inputs.production"),
        ("azd up ", "${{ !inputs.preview }}"),
    ];

    /// <summary>By workflow, what it runs, in this order.</summary>
    static readonly Dictionary<string, string[]> Steps = new()
    {
        {
            Deployment,
            [
                "azd auth login ", "azd env new ", "azd env set --file infra/production.env", "azd env set --file \"$RUNNER_TEMP/settings.env\"", "azd provision --preview ", "azd up ",
            ]
        },
        { ".github/workflows/ci.yml", [".ci/run", "dotnet publish src/Functions ", "az bicep lint --file infra/main.bicep", "az bicep build --file infra/main.bicep "] },
    };

    /// <summary>What starts them: nobody deploys without meaning to, and what strangers propose is built without the repository's rights.</summary>
    static readonly Dictionary<string, string[]> Triggers = new()
    {
        { Deployment, ["workflow_dispatch"] },
        { ".github/workflows/ci.yml", ["push", "pull_request", "workflow_dispatch"] },
    };

    /// <summary>Hooks wait for a provider, for roles and for the application, for 25 minutes together where it goes badly.</summary>
    const int LeastMinutes = 45;

    [GeneratedRegex(@"\|\|\s*(?:true|:|exit 0)\s*$", RegexOptions.Multiline)]
    private static partial Regex Ignored { get; }

    public static IEnumerable<string> Check(Template template)
    {
        foreach (var (path, steps) in Steps)
        {
            var runs = template.Repository.Has(path) ? Yaml.Read(template.Repository.Text(path)).All("run").ToList() : [];
            var places = steps.Select(step => runs.FindIndex(run => run.Contains(step, StringComparison.Ordinal))).ToList();
            if (places.Contains(-1) || !places.SequenceEqual(places.Order())) yield return $"{path}: it does not run, in this order, {string.Join(", ", steps)}";
        }

        foreach (var problem in CheckDeployment(template.Repository.Text(Deployment))) yield return problem;

        foreach (var path in template.Repository.Paths(".github/workflows/", ".yml"))
        {
            var text = template.Repository.Text(path);
            var workflow = Yaml.Read(text);
            if (!workflow.Find("on").Entries().Select(trigger => trigger.Key).SequenceEqual(Triggers.GetValueOrDefault(path) ?? []))
                yield return $"{path}: it is not started by what it is said to be here";
            if (workflow.All("continue-on-error").Any() || workflow.All("run").Any(Ignored.IsMatch)) yield return $"{path}: it goes on after a fault";
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

    /// <summary>GitHub signs in by federated identity, which Entra knows by the GitHub environment.</summary>
    static IEnumerable<string> CheckDeployment(string text)
    {
        var workflow = Yaml.Read(text);
        if (workflow.Find("permissions.id-token")?.ToString() != "write") yield return $"{Deployment}: GitHub gives it no identity to sign in with";
        if (workflow.Find("jobs.deploy.environment")?.ToString() != "${{ inputs.environment }}") yield return $"{Deployment}: it does not run in the environment that was chosen";
        // One at a time to an environment, and none is stopped half way.
        if (workflow.Find("concurrency.group")?.ToString() != "deploy-${{ inputs.environment }}" || workflow.Find("concurrency.cancel-in-progress") is not null)
            yield return $"{Deployment}: two deployments to one environment are in each other's way";
        if (!int.TryParse(workflow.Find("jobs.deploy.timeout-minutes")?.ToString(), out var minutes) || minutes < LeastMinutes)
            yield return $"{Deployment}: it is given less than {LeastMinutes} minutes";
        var inputs = workflow.Find("on.workflow_dispatch.inputs")!;
        if (inputs.Find("production.default")?.ToString() != "true" || inputs.Find("preview.default")?.ToString() != "false")
            yield return $"{Deployment}: unless told otherwise it deploys, and for real exams";
        foreach (var step in (YamlSequenceNode)workflow.Find("jobs.deploy.steps")!)
        {
            var run = step.Find("run")?.ToString() ?? "";
            foreach (var (what, when) in Conditions.Where(condition => run.StartsWith(condition.Run, StringComparison.Ordinal) && step.Find("if")?.ToString() != condition.If))
                yield return $"{Deployment}: {what.Trim()} is run when {when}";
        }
    }
}
