using System.Reflection;
using System.Text.RegularExpressions;
using Proctoring.Functions.Platform;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>
/// The operator's queries ask for what the application really reports. Kusto itself is not here: that they are correct
/// in its language is not checked.
/// </summary>
public sealed partial class QueryTests
{
    /// <summary>Tags of metrics, by the metric; see <see cref="Metrics"/>.</summary>
    static readonly string[] MetricTags = ["reason", "type", "format"];

    static readonly string[] Tables = ["AppMetrics", "AppTraces", "AppExceptions", "AppRequests", "AppDependencies"];

    public static TheoryData<string> Queries => [.. Files];

    static string[] Files =>
    [
        .. Directory.GetFiles(Repository.File("infra", "queries"), "*.kql").Select(path => "queries/" + Path.GetFileName(path)),
        .. Directory.GetFiles(Repository.File("infra", "workbook"), "*.json").Select(path => "workbook/" + Path.GetFileName(path)),
    ];

    [Theory]
    [InlineData("ingest-errors")]
    [InlineData("scoring-lag")]
    [InlineData("stuck-partitions")]
    [InlineData("dead-letters")]
    [InlineData("failed-orchestrations")]
    public void ThereIsAQueryForEveryAlertRule(string name) =>
        Assert.Contains($"queries/{name}.kql", Files);

    [Theory]
    [MemberData(nameof(Queries))]
    public void AQueryNamesOnlyMetricsEventsAndPropertiesThatThereAre(string path)
    {
        var text = File.ReadAllText(Repository.File("infra", path)).Replace("\\\"", "\"", StringComparison.Ordinal);
        using var measured = new Measured();
        var spans = Constants(name => name.EndsWith("Tag", StringComparison.Ordinal));
        var properties = LogEvent.All.SelectMany(logged => logged.Properties).Concat(MetricTags).Concat(spans).Append("EventName").ToHashSet();

        Assert.Empty(Metric().Matches(text).Select(match => match.Value).Except(measured.Instruments).Except(spans));
        Assert.Empty(Property().Matches(text).Select(match => match.Groups[1].Value).Except(properties));
        Assert.Empty(EventNames(text).Except(LogEvent.All.Select(logged => logged.Name)));
        Assert.Empty(SpanName().Matches(text).Select(match => match.Groups[1].Value).Except([.. measured.Instruments, Tracing.AlertPush]));
        Assert.Empty(Table().Matches(text).Select(match => match.Value).Except(Tables));
        Assert.Contains(Tables, table => text.Contains(table, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void AQuerySaysWhatItAnswers(string path)
    {
        if (Path.GetExtension(path) != ".kql") return;
        var first = File.ReadLines(Repository.File("infra", path)).First();
        Assert.Matches(@"^// .+\?$", first);
    }

    /// <summary>Log events that a query asks for: what stands after a comparison of a name of an event.</summary>
    static IEnumerable<string> EventNames(string text) => EventFilter().Matches(text)
        .SelectMany(match => Quoted().Matches(match.Groups[1].Value))
        .Select(match => match.Groups[1].Value);

    static IEnumerable<string> Constants(Func<string, bool> isWanted) => typeof(Tracing)
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => field.IsLiteral && isWanted(field.Name))
        .Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"proctoring\.[a-z.]*[a-z]")]
    private static partial Regex Metric();

    [GeneratedRegex(@"Properties\[""([^""]+)""\]")]
    private static partial Regex Property();

    [GeneratedRegex(@"(?:Properties\[""EventName""\]|\bEvent) (?:==|in) (""\w+""|\([^)]*\))")]
    private static partial Regex EventFilter();

    [GeneratedRegex(@"""(\w+)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\bName == ""([^""]+)""")]
    private static partial Regex SpanName();

    [GeneratedRegex(@"\bApp[A-Z][A-Za-z]+\b")]
    private static partial Regex Table();
}
