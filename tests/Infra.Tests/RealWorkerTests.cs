using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests;

/// <summary>What only a build against the real packages would notice, or a measurement there.</summary>
public sealed partial class RealWorkerTests
{
    const string Project = "src/Functions/Functions.csproj";

    /// <summary>
    /// What each namespace is there for in a file that the local build leaves out: the type or extension method that comes from it. The compiler's own
    /// look at unnecessary ones (IDE0005) never sees such a file.
    /// </summary>
    static readonly Dictionary<string, string> Needed = new()
    {
        ["Azure.Identity"] = "DefaultAzureCredential",
        ["Azure.Monitor.OpenTelemetry.Exporter"] = "UseAzureMonitorExporter",
        ["Microsoft.Azure.Functions.Worker.OpenTelemetry"] = "UseFunctionsWorkerDefaults",
        ["Microsoft.Extensions.DependencyInjection"] = "AddOpenTelemetry",
        ["Microsoft.Extensions.Hosting"] = "IHostApplicationBuilder",
        ["Microsoft.Extensions.Logging"] = "AddFilter",
        ["OpenTelemetry"] = "WithMetrics",
        ["OpenTelemetry.Logs"] = "OpenTelemetryLoggerProvider",
    };

    [Fact]
    public void A_file_that_is_built_on_Azure_only_uses_every_namespace_that_it_names()
    {
        var files = LeftOut().Matches(Repository.Current.Text(Project)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(files);
        foreach (var file in files) Assert.Empty(Unneeded(Repository.Current.Text($"src/Functions/{file}")));
    }

    [Fact]
    public void A_namespace_that_nothing_comes_from_is_noticed()
    {
        Assert.Equal(["OpenTelemetry.Logs"], Unneeded("using OpenTelemetry.Logs;\nclass A;"));
        Assert.Equal(["OpenTelemetry.Trace"], Unneeded("using OpenTelemetry.Trace;\nclass A;"));
    }

    [Fact]
    public void No_executor_is_generated_while_a_function_class_is_internal()
    {
        var internals = Repository.Current.Paths("src/Functions/", ".cs")
            .Where(path => Repository.Current.Text(path) is var text && text.Contains("[Function(", StringComparison.Ordinal) && !PublicClass().IsMatch(text));

        Assert.NotEmpty(internals);
        Assert.Contains("<FunctionsEnableExecutorSourceGen>false</FunctionsEnableExecutorSourceGen>", Repository.Current.Text(Project), StringComparison.Ordinal);
    }

    static IEnumerable<string> Unneeded(string source) => Using().Matches(source)
        .Select(match => match.Groups[1].Value)
        .Where(name => !Needed.TryGetValue(name, out var use) || !source.Contains(use, StringComparison.Ordinal));

    [GeneratedRegex("""<Compile Remove="([^"]+)" Condition="'\$\(AzureSdk\)' != 'nuget'" />""")]
    private static partial Regex LeftOut();

    [GeneratedRegex("^using ([A-Za-z0-9.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^public (static |sealed |partial )*class", RegexOptions.Multiline)]
    private static partial Regex PublicClass();
}
