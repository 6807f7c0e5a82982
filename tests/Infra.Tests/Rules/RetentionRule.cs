using System.Globalization;
using System.Text.RegularExpressions;
using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// How long what is kept. The account's own rule removes what a failure left behind and never what the application still shows: it
/// comes at least 30 days after the application's own time is up.
/// </summary>
static partial class RetentionRule
{
    const int LeastDaysLater = 30;

    /// <summary>What says how long, in which module, and what main.bicep gives it.</summary>
    static readonly (string File, string Type, string Path, string Value)[] Kept =
    [
        ("data-storage", "Microsoft.Storage/storageAccounts/blobServices", "properties.deleteRetentionPolicy.enabled", "true"),
        ("data-storage", "Microsoft.Storage/storageAccounts/blobServices", "properties.deleteRetentionPolicy.days", "softDeleteDays"),
        ("data-storage", "Microsoft.Storage/storageAccounts/blobServices", "properties.containerDeleteRetentionPolicy.enabled", "true"),
        ("data-storage", "Microsoft.Storage/storageAccounts/blobServices", "properties.containerDeleteRetentionPolicy.days", "softDeleteDays"),
        ("runtime-storage", "Microsoft.Storage/storageAccounts/blobServices", "properties.containerDeleteRetentionPolicy.enabled", "true"),
        ("event-hubs", "Microsoft.EventHub/namespaces/eventhubs", "properties.retentionDescription.cleanupPolicy", "'Delete'"),
        ("event-hubs", "Microsoft.EventHub/namespaces/eventhubs", "properties.retentionDescription.retentionTimeInHours", "retentionHours"),
        ("monitoring", "Microsoft.OperationalInsights/workspaces", "properties.retentionInDays", "retentionDays"),
    ];

    static readonly (string File, string Parameter, string Given)[] Given =
    [
        ("data-storage", "retentionDays", "sessionRetentionDays"),
        ("data-storage", "softDeleteDays", "softDeleteDays"),
        ("data-storage", "coolAfterDays", "coolAfterDays"),
        ("event-hubs", "retentionHours", "eventHubRetentionHours"),
        ("monitoring", "retentionDays", "logRetentionDays"),
        ("function-app", "sessionRetentionDays", "sessionRetentionDays"),
    ];

    [GeneratedRegex(@"^(?<of>\w+) \+ (?<days>\d+)$")]
    private static partial Regex Later { get; }

    public static IEnumerable<string> Check(Template template)
    {
        foreach (var (name, type, path, value) in Kept)
        {
            var file = template.File($"infra/app/{name}.bicep")!;
            foreach (var resource in file.Resources.Where(resource => resource.Type == type && resource.Body.Find(path)?.Text != value))
                yield return $"{file.At(resource.Node)}: {resource.Name} must have {path}: {value}";
        }

        foreach (var (name, parameter, given) in Given)
        {
            var module = template.Main.Modules.Single(module => module.Path == $"app/{name}.bicep");
            if (module.Arguments.GetValueOrDefault(parameter)?.Text != given) yield return $"{template.Main.At(module.Node)}: {parameter} of {module.Name} must be {given}";
        }

        var data = template.File("infra/app/data-storage.bicep")!;
        var actions = data.Resources.Single(resource => resource.Type == "Microsoft.Storage/storageAccounts/managementPolicies").Body.Tree
            .Where(node => node.Type == "object_property" && node.Named.First().Text == "actions").Select(node => node.Named.Last()).ToList();
        foreach (var action in actions) foreach (var problem in CheckAction(data, action)) yield return problem;
        if (actions.Count == 0) yield return $"{data.Path}: nothing removes what a failure left behind";
    }

    static IEnumerable<string> CheckAction(BicepFile file, SyntaxNode action)
    {
        var days = action.Find("baseBlob.delete.daysAfterModificationGreaterThan");
        var written = file.Variables.FirstOrDefault(variable => variable.Name == days?.Text)?.Value ?? days;
        if (Later.Match(written?.Text ?? "") is not { Success: true } later || later.Groups["of"].Value != "retentionDays"
            || int.Parse(later.Groups["days"].Value, CultureInfo.InvariantCulture) < LeastDaysLater)
            yield return $"{file.At(action)}: reports and evidence go before the application's own time is up, or a month later has passed";
        if (action.Find("baseBlob.tierToCool.daysAfterModificationGreaterThan")?.Text != "coolAfterDays")
            yield return $"{file.At(action)}: reports and evidence do not go to cheaper storage when they should";
        foreach (var other in action.Properties.Concat(action.Find("baseBlob")?.Properties ?? []).Where(property => property.Key is not ("baseBlob" or "delete" or "tierToCool")))
            yield return $"{file.At(other.Value)}: it is not said here why there is {other.Key}";
    }
}
