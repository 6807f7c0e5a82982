using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests;

/// <summary>
/// What the application is made of on Azure: exactly the packages that it is designed for, in those versions. MSBuild says so
/// without building.
/// </summary>
public sealed partial class PackageTests
{
    static readonly Dictionary<string, string> Packages = new()
    {
        { "Azure.Data.Tables", "12.11.0" },
        { "Azure.Identity", "1.21.0" },
        { "Azure.Messaging.EventHubs", "5.12.2" },
        { "Azure.Monitor.OpenTelemetry.Exporter", "1.7.0" },
        { "Azure.Storage.Blobs", "12.26.0" },
        { "Microsoft.Azure.Functions.Worker", "2.52.0" },
        { "Microsoft.Azure.Functions.Worker.Extensions.DurableTask", "1.16.5" },
        { "Microsoft.Azure.Functions.Worker.Extensions.EventHubs", "6.5.0" },
        { "Microsoft.Azure.Functions.Worker.Extensions.Http", "3.3.0" },
        { "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore", "2.1.1" },
        { "Microsoft.Azure.Functions.Worker.Extensions.SignalRService", "2.0.1" },
        { "Microsoft.Azure.Functions.Worker.Extensions.Timer", "4.3.1" },
        { "Microsoft.Azure.Functions.Worker.Sdk", "2.0.7" },
        { "Microsoft.Azure.Functions.Worker.OpenTelemetry", "1.2.0" },
        { "OpenTelemetry.Extensions.Hosting", "1.15.3" },
        { "QuestPDF", "2026.7.2" },
    };

    [Theory, InlineData("-p:AzureSdk=nuget"), InlineData("-p:_IsPublishing=true")]
    public async Task On_Azure_it_is_made_of_the_packages_of_its_design(string property)
    {
        var project = await EvaluateAsync(property);

        Assert.Equal("nuget", project.GetProperty("Properties").GetProperty("AzureSdk").GetString());
        var versions = Items(project, "PackageVersion").ToDictionary(item => Text(item, "Identity"), item => Text(item, "Version"));
        Assert.Equal(Packages, Items(project, "PackageReference").Select(item => Text(item, "Identity")).ToDictionary(name => name, name => versions[name]));
        Assert.DoesNotContain(Items(project, "ProjectReference"), item => Text(item, "Filename") == "Local");
    }

    [Fact]
    public async Task Elsewhere_it_is_made_of_the_stand_ins()
    {
        var project = await EvaluateAsync("-p:Configuration=Debug");

        Assert.Equal("local", project.GetProperty("Properties").GetProperty("AzureSdk").GetString());
        Assert.Contains(Items(project, "ProjectReference"), item => Text(item, "Filename") == "Local");
        Assert.Equal(["Azure.Identity"], Items(project, "PackageReference").Select(item => Text(item, "Identity")));
    }

    [Fact]
    public void Every_version_has_a_note_of_how_it_was_seen_to_be_published() => Assert.Empty(WithoutNote(Repository.Current));

    [Theory]
    [InlineData("Version=\"6.5.0\" />", "Version=\"6.5.1\" />")]
    [InlineData(" <!-- published: 2026.7.2 public projects use it -->", "")]
    [InlineData("published: 16.3.0 restored by every build", "published: 16.3.0")]
    public void A_version_without_a_note_of_its_own_is_seen(string old, string replacement) =>
        Assert.NotEmpty(WithoutNote(Repository.Current.With("Directory.Packages.props", old, replacement)));

    static IEnumerable<string> WithoutNote(Repository repository) =>
        from line in repository.Text("Directory.Packages.props").Split('\n')
        where line.Contains("<PackageVersion ", StringComparison.Ordinal) && !Noted.IsMatch(line)
        select line.Trim();

    [GeneratedRegex(@"Include=""[\w.]+"" Version=""(?<version>[\w.-]+)"" /> <!-- published: \k<version> \S.+ -->$")]
    private static partial Regex Noted { get; }

    static async Task<JsonElement> EvaluateAsync(string property)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            "msbuild", "src/Functions/Functions.csproj", "-getItem:PackageReference,PackageVersion,ProjectReference", "-getProperty:AzureSdk", property,
        ])
        {
            WorkingDirectory = Repository.Folder,
            RedirectStandardOutput = true,
        };
        // The test runner's own build settings are not this evaluation's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "AzureSdk").ToList())
            start.Environment.Remove(name);
        using var msbuild = Process.Start(start)!;
        var output = await msbuild.StandardOutput.ReadToEndAsync();
        await msbuild.WaitForExitAsync();
        Assert.True(msbuild.ExitCode == 0, output);
        return JsonDocument.Parse(output).RootElement;
    }

    static IEnumerable<JsonElement> Items(JsonElement project, string type) => project.GetProperty("Items").GetProperty(type).EnumerateArray();

    static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
