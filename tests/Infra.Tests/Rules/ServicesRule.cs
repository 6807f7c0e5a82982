using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// azd finds for each service the resource that is tagged with its name, and the folder that it builds; what hooks take from
/// the environment is an output; every resource that can carries the environment's tag.
/// </summary>
static partial class ServicesRule
{
    /// <summary>Which resources azd deploys to, by what azure.yaml calls the host.</summary>
    static readonly Dictionary<string, string> Hosts = new()
    {
        { "function", "Microsoft.Web/sites" },
        { "staticwebapp", "Microsoft.Web/staticSites" },
    };

    /// <summary>What azd and PowerShell give to hooks, and what they take from whoever is in a hurry, or tests them.</summary>
    static readonly string[] GivenToHooks =
    [
        "AZURE_SUBSCRIPTION_ID", "LASTEXITCODE", "PROCTORING_HEALTH_SECONDS", "PROCTORING_HEALTH_TRIES", "PROCTORING_REGISTRATION_SECONDS",
        "PROCTORING_REGISTRATION_TRIES", "PROCTORING_ROLES_WAIT_SECONDS",
    ];

    /// <summary>The first that deploys static web apps to an environment that the service takes.</summary>
    static readonly Version OldestAzd = new(1, 25, 6);

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Reference { get; }

    [GeneratedRegex("^>= ([0-9.]+)$")]
    private static partial Regex AtLeast { get; }

    /// <summary>Of a hook that is a file: relative to the project, or to a service's folder two levels below it.</summary>
    [GeneratedRegex(@"^(?:sh |& )(?:\.\./\.\./)?(infra/hooks/[\w.-]+)$")]
    private static partial Regex HookFile { get; }

    [GeneratedRegex("'azd-service-name': '([^']*)'")]
    private static partial Regex ServiceTag { get; }

    [GeneratedRegex(@"\$(?:env:|\{)?([A-Z][A-Z0-9_]+)")]
    private static partial Regex HookVariable { get; }

    public static IEnumerable<string> Check(Template template)
    {
        var azure = Yaml.Read(template.Repository.Text("azure.yaml"));
        var services = azure.Find("services").Entries().ToDictionary(service => service.Key, service => service.Value.Find("host")!.ToString());
        var tags = template.Files.SelectMany(file => file.Resources)
            .Select(resource => (resource.Type, Service: ServiceTag.Match(resource.Body.Find("tags")?.Text ?? "").Groups[1].Value))
            .Where(tag => tag.Service != "").ToList();

        foreach (var (service, host) in services.Where(service => tags.Count(tag => tag == (Hosts[service.Value], service.Key)) != 1))
            yield return $"azure.yaml: there is not one {Hosts[host]} tagged {service}";
        foreach (var tag in tags.Where(tag => !services.ContainsKey(tag.Service)))
            yield return $"azure.yaml: there is no service {tag.Service}";
        foreach (var project in azure.All("project").Where(project => !Directory.Exists(Path.Combine(Repository.Folder, project))))
            yield return $"azure.yaml: there is no folder {project}";

        // Where the pages are built to, and the hook writes their configuration to.
        if (azure.Find("services.web.dist")?.ToString() != "dist") yield return "azure.yaml: the pages are built to dist";

        foreach (var problem in CheckHooks(template, azure)) yield return problem;
        if (!Version.TryParse(AtLeast.Match(azure.Find("requiredVersions.azd")?.ToString() ?? "").Groups[1].Value, out var azd) || azd < OldestAzd)
            yield return $"azure.yaml: azd must be {OldestAzd} at least";

        foreach (var file in template.Files)
        {
            foreach (var resource in file.Resources.Where(resource => resource.Body.Find("location") is not null && resource.Body.Find("tags") is null))
                yield return $"{file.At(resource.Node)}: {resource.Name} does not carry the environment's tag";
        }

        if (template.Main.Variables.FirstOrDefault(variable => variable.Name == "tags")?.Value.Find("azd-env-name")?.Text != "environmentName")
            yield return "infra/main.bicep: the environment's tag is not its name";
    }

    static IEnumerable<string> CheckHooks(Template template, YamlMappingNode azure)
    {
        var files = azure.All("run").Select(run => HookFile.Match(run).Groups[1].Value).Where(path => path != "").ToHashSet();
        var there = template.Repository.Paths("infra/hooks/", "").ToHashSet();
        foreach (var path in files.Except(there)) yield return $"azure.yaml: there is no {path}";
        foreach (var path in there.Except(files)) yield return $"{path} is no hook";

        var known = template.Main.Outputs.Select(output => output.Name).Concat(GivenToHooks)
            .Concat(Reference.Matches(template.Repository.Text("infra/main.parameters.json")).Select(match => match.Groups[1].Value)).ToHashSet();
        foreach (var text in azure.All("run").Concat(there.Select(template.Repository.Text)))
        {
            foreach (Match variable in HookVariable.Matches(text).Where(variable => !known.Contains(variable.Groups[1].Value)))
                yield return $"azure.yaml: {variable.Groups[1].Value} is no output";
        }

        foreach (var hook in azure.Find("hooks").Entries().Concat(azure.Find("services").Entries().SelectMany(service => service.Value.Find("hooks").Entries())))
        {
            if (hook.Value is not YamlMappingNode shells || shells.Find("posix.run") is null || shells.Find("windows.run") is null)
                yield return $"azure.yaml: {hook.Key} is not for both kinds of systems";
        }
    }
}
