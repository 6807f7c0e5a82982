using System.Text.RegularExpressions;
using Proctoring.Infra.Tests.Bicep;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>
/// Who may do what: exactly the roles listed here, each assigned with the resource that it is on, so that it is there before the
/// application; and a developer has them only where that is wanted.
/// </summary>
static partial class AccessRule
{
    const string App = "appPrincipalId";
    const string Developer = "developerId";
    const string Operators = "operatorGroupId";

    static readonly string[] Expected =
    [
        .. Of("runtime-storage", "account", [App, Developer], "storageBlobDataOwner", "storageQueueDataContributor", "storageTableDataContributor"),
        .. Of("data-storage", "account", [App, Developer], "storageBlobDataContributor", "storageTableDataContributor"),
        .. Of("event-hubs", "namespace::events", [App, Developer], "eventHubsDataReceiver", "eventHubsDataSender"),
        .. Of("signalr", "signalR", [App, Developer], "signalRServiceOwner"),
        .. Of("key-vault", "vault", [App], "keyVaultSecretsUser"),
        .. Of("key-vault", "vault", [Developer, Operators], "keyVaultSecretsOfficer"),
        .. Of("monitoring", "applicationInsights", [App, Developer], "monitoringMetricsPublisher"),
    ];

    /// <summary>What a principal is called in a module: what main.bicep gives for it, and what kind of principal that is.</summary>
    static readonly Dictionary<string, (string Given, string Type)> Principals = new()
    {
        { App, ("identity.outputs.principalId", "'ServicePrincipal'") },
        { Developer, ("developerId", "developerPrincipalType") },
        { Operators, ("operatorGroupId", "'Group'") },
    };

    [GeneratedRegex(@"^guid\((?<scope>[\w:]+)\.id, (?<who>\w+), (?<role>[\w.]+)\)$")]
    private static partial Regex Name { get; }

    public static IEnumerable<string> Check(Template template)
    {
        List<string> given = [];
        foreach (var file in template.Files)
        {
            foreach (var assignment in file.Resources.Where(resource => resource.Type == "Microsoft.Authorization/roleAssignments"))
            {
                if (Read(file, assignment, given) is { } problem) yield return $"{file.At(assignment.Node)}: {assignment.Name} {problem}";
            }
        }

        foreach (var missing in Expected.Except(given)) yield return $"nobody gives {missing}";
        foreach (var spare in given.Except(Expected)) yield return $"it is not said here why there is {spare}";
        foreach (var twice in given.GroupBy(grant => grant).Where(grant => grant.Count() > 1)) yield return $"{twice.Key} is given twice";
        foreach (var problem in CheckMain(template)) yield return problem;
    }

    static string? Read(BicepFile file, Resource assignment, List<string> given)
    {
        var name = Name.Match(assignment.Body.Find("name")!.Text);
        var (scope, who, role) = (name.Groups["scope"].Value, name.Groups["who"].Value, name.Groups["role"].Value);
        if (assignment.Body.Find("scope")?.Text is not { } on) return "gives a role on more than one resource";
        if (!name.Success || scope != on || assignment.Body.Find("properties.principalId")?.Text != who
            || assignment.Body.Find("properties.roleDefinitionId")?.Text != $"subscriptionResourceId('Microsoft.Authorization/roleDefinitions', {role})")
            return "is not named by its scope, principal and role";
        if (assignment.Body.Find("properties.principalType")?.Text != Principals.GetValueOrDefault(who).Type) return $"does not say what {who} is";
        if ((who == App) == assignment.Node.Text.Contains($"if (!empty({who})) {{", StringComparison.Ordinal)) return $"is for {who} only where there is one";

        given.AddRange(RolesOf(file, assignment, role).Select(each => $"{each} on {scope} of {file.Path} to {who}"));
        return null;
    }

    /// <summary>The role itself, or those of the list that a loop goes over.</summary>
    static IEnumerable<string> RolesOf(BicepFile file, Resource assignment, string role)
    {
        var loop = Regex.Match(assignment.Node.Text, $@"\[for {Regex.Escape(role)} in (\w+):").Groups[1].Value;
        var roles = file.Variables.FirstOrDefault(variable => variable.Name == loop)?.Value.Named.Select(element => element.Text) ?? [role];
        return roles.Select(each => each.Replace("roles.", "", StringComparison.Ordinal));
    }

    static IEnumerable<string> CheckMain(Template template)
    {
        var main = template.Main;
        if (main.Variables.FirstOrDefault(variable => variable.Name == Developer)?.Value.Text != "developerAccess && principalType != 'ServicePrincipal' ? principalId : ''")
            yield return $"{main.Path}: a developer has roles where none is wanted, or none where one is";

        var api = main.Modules.Single(module => module.Path == "app/function-app.bicep");
        foreach (var module in main.Modules.Where(module => module.Arguments.ContainsKey(App)))
        {
            foreach (var (name, principal) in Principals.Where(principal => module.Arguments.TryGetValue(principal.Key, out var value) && value.Text != principal.Value.Given))
                yield return $"{main.At(module.Node)}: {name} of {module.Name} is not {principal.Given}";
            // What it needs of a module, it waits for, and so for the roles.
            if (!Regex.IsMatch(api.Body.Text, $@"\b{module.Name}\.outputs\.|\n    {module.Name}\n"))
                yield return $"{main.At(api.Node)}: {api.Name} does not wait for its roles on {module.Name}";
        }

        if (api.Body.Find("dependsOn")?.Named.Any(node => node.Text == "privateEndpoints") != true)
            yield return $"{main.At(api.Node)}: {api.Name} does not wait for its way to storage";
    }

    static IEnumerable<string> Of(string file, string scope, string[] principals, params string[] roles) =>
        principals.SelectMany(who => roles.Select(role => $"{role} on {scope} of infra/app/{file}.bicep to {who}"));
}
