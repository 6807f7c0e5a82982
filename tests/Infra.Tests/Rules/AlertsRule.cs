using System.Text.RegularExpressions;
using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// Every query that is written to alert on any row does so, at once, over the window that it is written for; and its limits are those
/// that docs/observability.md tells an operator of.
/// </summary>
static partial class AlertsRule
{
    const string Docs = "docs/observability.md";

    static readonly (string Path, string Value)[] Criteria =
    [
        ("timeAggregation", "'Count'"),
        ("operator", "'GreaterThan'"),
        ("threshold", "0"),
        ("failingPeriods.numberOfEvaluationPeriods", "1"),
        ("failingPeriods.minFailingPeriodsToAlert", "1"),
    ];

    /// <summary>What makes a row of something that is wrong.</summary>
    static readonly (string Query, string Text)[] Conditions =
    [
        ("dead-letters", "Name == \"proctoring.deadletters\""),
        ("dead-letters", "join kind=leftouter tolerated"),
        ("dead-letters", "coalesce(Tolerated, 0.0)"),
        ("dead-letters", "where Letters > Tolerated"),
        ("failed-orchestrations", "in (\"ReportFailed\", \"LifecycleFailed\", \"LifecycleRestarted\")"),
        ("failed-orchestrations", "Name startswith \"orchestration:\" and Success == false"),
        ("failed-orchestrations", "union logged, traced"),
        ("ingest-errors", "Name == \"proctoring.events.refused\""),
        ("ingest-errors", "where Refused > Tolerated"),
        ("scoring-lag", "Name == \"proctoring.scoring.lag\"\n    | summarize Value = max(Max)"),
        ("scoring-lag", "where Value > toleratedMs"),
        ("scoring-lag", "Name == \"proctoring.events.accepted\" and TimeGenerated between (ago(10m) .. ago(5m))"),
        ("scoring-lag", "where Value > 0 and Handled == 0"),
        ("scoring-lag", "union late, silent"),
        ("stuck-partitions", "AppTraces\n| where Properties[\"EventName\"] == \"PartitionStalled\""),
        ("stuck-partitions", "where RetryingMs >= toleratedMs"),
        ("stuck-partitions", "join kind=leftouter reasons on Partition"),
        ("stuck-partitions", "by Partition = tostring(Properties[\"Partition\"])"),
    ];

    /// <summary>A row of a table of tolerated numbers, and one number for all.</summary>
    [GeneratedRegex(@"^\s*(?:""(?<what>[^""]+)"", (?<limit>\d+),|let tolerated\w* = (?<limit>\d+)(?:\.0)?;)", RegexOptions.Multiline)]
    private static partial Regex Limit { get; }

    [GeneratedRegex(@"^\| `(?<query>[\w-]+)` \(alert\) \|[^|]*\| (?<limits>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Told { get; }

    [GeneratedRegex(@"(?:`(?<what>[^`]+)` )?(?<limit>\d[\d,]*)")]
    private static partial Regex ToldLimit { get; }

    public static IEnumerable<string> Check(Template template)
    {
        var file = template.File("infra/app/alerts.bicep")!;
        var rules = file.Variables.Single(variable => variable.Name == "rules").Value.Named.ToList();
        var alerting = Alerting(template).ToList();
        foreach (var name in alerting.Where(name => Conditions.All(condition => condition.Query != name))) yield return $"{name}: it is not said here what it asks for";
        foreach (var name in alerting.Except(rules.Select(NameOf))) yield return $"{name} is written to alert, and there is no rule for it";
        foreach (var rule in rules)
        {
            if (!alerting.Contains(NameOf(rule))) yield return $"{file.At(rule)}: the query {NameOf(rule)} is not written to alert on any row";
            if (rule.Find("query")?.Text != $"loadTextContent('../queries/{NameOf(rule)}.kql')") yield return $"{file.At(rule)}: {NameOf(rule)} asks another query";
            if (rule.Find("severity")?.Text is not ("0" or "1" or "2")) yield return $"{file.At(rule)}: {NameOf(rule)} alerts nobody";
        }

        var alert = file.Resources.Single(resource => resource.Type == "Microsoft.Insights/scheduledQueryRules").Body;
        foreach (var (path, value) in Criteria.Where(needed => alert.Find("properties.criteria.allOf")!.Named.Single().Find(needed.Path)?.Text != needed.Value))
            yield return $"{file.At(alert)}: {path} must be {value}, for any row is an alert, at once";

        foreach (var (query, text) in Conditions.Where(condition => !template.Repository.Text($"infra/queries/{condition.Query}.kql").Contains(condition.Text, StringComparison.Ordinal)))
            yield return $"infra/queries/{query}.kql: it does not ask for {text}";
        foreach (var problem in CheckWindow(template, file, alert, alerting)) yield return problem;
        foreach (var problem in alerting.SelectMany(query => CheckLimits(template, query))) yield return problem;
    }

    static IEnumerable<string> CheckWindow(Template template, BicepFile file, SyntaxNode alert, List<string> alerting)
    {
        var window = Minutes(alert.Find("properties.windowSize"));
        if (Minutes(alert.Find("properties.evaluationFrequency")) > window) yield return $"{file.At(alert)}: what happens between two windows is not seen";
        foreach (var query in alerting.Where(query => !template.Repository.Text($"infra/queries/{query}.kql").Contains($"Window: {window} minutes.", StringComparison.Ordinal)))
            yield return $"infra/queries/{query}.kql: it is not written for a window of {window} minutes";
    }

    static IEnumerable<string> CheckLimits(Template template, string query)
    {
        var told = Told.Matches(template.Repository.Text(Docs)).SingleOrDefault(row => row.Groups["query"].Value == query)?.Groups["limits"].Value;
        if (told is null)
        {
            yield return $"{Docs}: {query} is not among the alerts";
            yield break;
        }

        var limits = Limits(Limit.Matches(template.Repository.Text($"infra/queries/{query}.kql")));
        if (!limits.SequenceEqual(Limits(ToldLimit.Matches(told))))
            yield return $"infra/queries/{query}.kql: its limits are {string.Join(", ", limits)}; {Docs} says: {told}";
    }

    static List<string> Limits(MatchCollection matches) =>
    [
        .. matches.Select(match => $"{match.Groups["what"].Value} {match.Groups["limit"].Value.Replace(",", "", StringComparison.Ordinal)}".Trim())
            .Order(StringComparer.Ordinal),
    ];

    static IEnumerable<string> Alerting(Template template) => template.Repository.Paths("infra/queries/", ".kql")
        .Where(path => template.Repository.Text(path).Contains("alert on any row", StringComparison.Ordinal))
        .Select(Path.GetFileNameWithoutExtension)!;

    static string NameOf(SyntaxNode rule) => rule.Find("name")!.Literal!;

    static int Minutes(SyntaxNode? duration) => duration?.Literal is ['P', 'T', .. var minutes, 'M'] ? int.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture) : 0;
}
