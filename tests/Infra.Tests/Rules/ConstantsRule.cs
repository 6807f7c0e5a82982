using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>What the application names, Azure has by the same name: hub, consumer group, tables, containers, functions.</summary>
static partial class ConstantsRule
{
    [GeneratedRegex(@"EventHubTrigger\(([\w.""]+).*?ConsumerGroup = ""(\w+)""")]
    private static partial Regex Trigger { get; }

    [GeneratedRegex(@"\.Add(Table|Container)\(([\w.]+)\)")]
    private static partial Regex Stored { get; }

    [GeneratedRegex(@"\[Function\((?:nameof\((\w+)\)|""(\w+)"")\)\]")]
    private static partial Regex Function { get; }

    public static IEnumerable<string> Check(Template template)
    {
        var code = new SettingsInCode(template.Repository);
        var source = string.Join('\n', template.Repository.Paths("src/Functions/", ".cs").Select(template.Repository.Text));
        var stored = Stored.Matches(source).ToLookup(match => match.Groups[1].Value, match => code.ConstantOf(match.Groups[2].Value) ?? match.Groups[2].Value);
        var triggers = Trigger.Matches(source).Select(match => (Hub: code.ConstantOf(match.Groups[1].Value) ?? match.Groups[1].Value.Trim('"'), Group: match.Groups[2].Value)).ToList();

        return Compare("event hub", triggers.Select(trigger => trigger.Hub), NamesOf(template, "Microsoft.EventHub/namespaces/eventhubs"))
            .Concat(Compare("consumer group", triggers.Select(trigger => trigger.Group), NamesOf(template, "Microsoft.EventHub/namespaces/eventhubs/consumergroups")))
            .Concat(Compare("table", stored["Table"], NamesOf(template, "Microsoft.Storage/storageAccounts/tableServices/tables")))
            .Concat(Compare("container", stored["Container"].Append("evidence"), NamesOf(template, "Microsoft.Storage/storageAccounts/blobServices/containers", "infra/app/data-storage.bicep")))
            .Concat(CheckLifecycle(template))
            .Concat(CheckAlwaysReady(template, Function.Matches(source).Select(match => match.Groups[1].Value + match.Groups[2].Value).ToHashSet()));
    }

    static IEnumerable<string> Compare(string what, IEnumerable<string> inCode, IEnumerable<string> inBicep)
    {
        var (code, bicep) = (inCode.ToHashSet(), inBicep.ToHashSet());
        if (code.Count == 0) yield return $"no {what} was found in the code";
        foreach (var name in code.Except(bicep)) yield return $"{what} {name} is used and not made";
        foreach (var name in bicep.Except(code)) yield return $"{what} {name} is made and not used";
    }

    static IEnumerable<string> NamesOf(Template template, string type, string? path = null) =>
        from file in template.Files
        where path is null || file.Path == path
        from resource in file.Resources
        where resource.Type == type && !resource.IsExisting
        from name in new Names(template, file).Of(resource)
        select name;

    /// <summary>What is thrown away by age are reports and evidence, never the keys.</summary>
    static IEnumerable<string> CheckLifecycle(Template template)
    {
        var file = template.File("infra/app/data-storage.bicep")!;
        var policy = file.Resources.Single(resource => resource.Type == "Microsoft.Storage/storageAccounts/managementPolicies");
        var filters = policy.Body.Tree.Where(node => node.Type == "object_property" && node.Named.First().Text == "filters").ToList();
        foreach (var filter in filters)
        {
            string[] prefixes = [.. filter.Named.Last().Find("prefixMatch")?.Named.SelectMany(new Names(template, file).Evaluate) ?? []];
            if (prefixes.Length == 0) yield return $"{file.At(filter)}: the rule is for every container, the keys too";
            foreach (var prefix in prefixes.Where(prefix => prefix is not ("evidence/" or "reports/")))
                yield return $"{file.At(filter)}: {prefix} is neither reports nor evidence";
        }

        if (filters.Count != Regex.Count(policy.Body.Text, @"\bactions:")) yield return $"{file.At(policy.Node)}: a rule has no filter";
    }

    /// <summary>Each group has as many instances as its own parameter says, and across zones two at least.</summary>
    static IEnumerable<string> CheckAlwaysReady(Template template, HashSet<string> functions)
    {
        var file = template.File("infra/app/function-app.bicep")!;
        var groups = Value("alwaysReady")!.Named.Select(group => (Name: group.Find("name")!.Literal!, Count: group.Find("instanceCount")!.Text)).ToList();
        foreach (var (name, _) in groups.Where(group => group.Name is not ("durable" or "http") && !functions.Contains(group.Name["function:".Length..])))
            yield return $"{file.Path}: there is no {name}";
        foreach (var (name, count) in groups.Where(group => group.Count != $"max(alwaysReady{ParameterOf(group.Name)}, leastAlwaysReady)"))
            yield return $"{file.Path}: {name} does not have the instances that are wanted, and two at least across zones, but {count}";
        if (Value("leastAlwaysReady")?.Text != "zoneRedundant ? 2 : 0") yield return $"{file.Path}: across zones two instances are always ready";
        if (!file.Root.Text.Contains("alwaysReady: filter(alwaysReady, group => group.instanceCount > 0)", StringComparison.Ordinal))
            yield return $"{file.Path}: a group of no instances must be left out, and no other";

        Bicep.SyntaxNode? Value(string name) => file.Variables.FirstOrDefault(variable => variable.Name == name)?.Value;

        static string ParameterOf(string group) => group switch { "durable" => "Durable", "http" => "Http", "function:ScoreEvents" => "Scoring", _ => "" };
    }
}
