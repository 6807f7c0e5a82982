using Proctoring.Infra.Tests.Bicep;
using Proctoring.Infra.Tests.Rules;

namespace Proctoring.Infra.Tests;

/// <summary>The infrastructure keeps every rule; and each rule sees what it is there to see.</summary>
public sealed class RuleTests
{
    static readonly Dictionary<string, Func<Template, IEnumerable<string>>> Rules = new()
    {
        { "access", AccessRule.Check },
        { "alerts", AlertsRule.Check },
        { "constants", ConstantsRule.Check },
        { "files", FilesRule.Check },
        { "hardening", HardeningRule.Check },
        { "hooks", HooksRule.Check },
        { "host", HostRule.Check },
        { "keys", KeysRule.Check },
        { "modules", ModulesRule.Check },
        { "names", NamesRule.Check },
        { "network", NetworkRule.Check },
        { "outputs", OutputsRule.Check },
        { "pages", PagesRule.Check },
        { "parameters", ParametersRule.Check },
        { "retention", RetentionRule.Check },
        { "roles", RolesRule.Check },
        { "secrets", SecretsRule.Check },
        { "services", ServicesRule.Check },
        { "settings", SettingsRule.Check },
        { "start", StartRule.Check },
        { "symbols", SymbolsRule.Check },
        { "syntax", SyntaxRule.Check },
        { "types", TypesRule.Check },
        { "workflows", WorkflowsRule.Check },
    };

    static readonly Template Current = new(Repository.Current);

    // All at once: the parser takes longer to start than to parse.
    static RuleTests() => BicepParser.ParseAll(
        from defect in Defects.All
        let path = (string)defect[1]
        where path.EndsWith(".bicep", StringComparison.Ordinal)
        // Planting one that no longer matches its text fails below, for that one alone.
        select Repository.Current.Text(path).Replace((string)defect[2], (string)defect[3], StringComparison.Ordinal));

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_infrastructure_keeps_the_rule(string rule) => Assert.Empty(Rules[rule](Current));

    [Fact]
    public void The_whole_template_is_looked_at() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Repository.Folder, "infra"), "*.bicep", SearchOption.AllDirectories).Count(), Current.Files.Count);

    [Theory, MemberData(nameof(Defects.All), MemberType = typeof(Defects)), MemberData(nameof(DeploymentDefects.All), MemberType = typeof(DeploymentDefects))]
    public void A_rule_sees_the_defect(string rule, string path, string old, string replacement, string finding)
    {
        var broken = new Template(Repository.Current.With(path, old, replacement));
        Assert.Contains(Rules[rule](broken), found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Theory, InlineData("no such text"), InlineData("location: location"), InlineData("param location string")]
    public void A_defect_that_cannot_be_planted_at_one_place_is_none(string old) =>
        Assert.Throws<InvalidOperationException>(() => Repository.Current.With("infra/main.bicep", old, "param location string"));

    [Fact]
    public void A_missing_query_is_seen() => Assert.Contains(
        FilesRule.Check(new Template(Repository.Current.Without("infra/queries/scoring-lag.kql"))), found => found.Contains("scoring-lag.kql", StringComparison.Ordinal));

    [Fact]
    public void A_module_that_nobody_calls_is_seen() => Assert.Contains(
        "infra/app/orphan.bicep is not used", ModulesRule.Check(new Template(Repository.Current.With("infra/app/orphan.bicep", "param name string\n"))));
}
