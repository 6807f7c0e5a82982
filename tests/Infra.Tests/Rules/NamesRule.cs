using System.Text.RegularExpressions;

namespace Proctoring.Infra.Tests.Rules;

/// <summary>Resources have names that Azure takes: of the right length and characters, and no other of their type and file has.</summary>
static class NamesRule
{
    static readonly Dictionary<string, string> Patterns = new()
    {
        { Roles, ".+" },
        { "Microsoft.EventHub/namespaces", "[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]" },
        { "Microsoft.EventHub/namespaces/eventhubs", "[A-Za-z0-9][A-Za-z0-9._-]{0,254}[A-Za-z0-9]" },
        { "Microsoft.EventHub/namespaces/eventhubs/consumergroups", "[A-Za-z0-9][A-Za-z0-9._-]{0,48}[A-Za-z0-9]" },
        { "Microsoft.Insights/actionGroups", "[^/&%?:#<>*+]{1,260}" },
        { "Microsoft.Insights/components", "[^%&?/]{1,260}" },
        { "Microsoft.Insights/diagnosticSettings", "[A-Za-z0-9-]{1,260}" },
        { "Microsoft.Insights/scheduledQueryRules", "[^*#&+:<>?@%{}/\\\\]{1,260}" },
        { "Microsoft.Insights/workbooks", ".+" },
        { "Microsoft.KeyVault/vaults", "(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]" },
        { "Microsoft.KeyVault/vaults/secrets", "[A-Za-z0-9-]{1,127}" },
        { "Microsoft.ManagedIdentity/userAssignedIdentities", "[A-Za-z0-9][A-Za-z0-9_-]{2,127}" },
        { "Microsoft.Network/privateEndpoints", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9_]" },
        { "Microsoft.Network/privateEndpoints/privateDnsZoneGroups", "default" },
        { "Microsoft.Network/privateDnsZones/virtualNetworkLinks", "[A-Za-z0-9][A-Za-z0-9._-]{0,78}[A-Za-z0-9_]" },
        { "Microsoft.Network/virtualNetworks", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9_]" },
        { "Microsoft.OperationalInsights/workspaces", "[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]" },
        { "Microsoft.Resources/resourceGroups", @"[A-Za-z0-9._()-]{0,89}[A-Za-z0-9_()-]" },
        { "Microsoft.SignalRService/signalR", "[A-Za-z][A-Za-z0-9-]{1,61}[A-Za-z0-9]" },
        { "Microsoft.Storage/storageAccounts", "[a-z0-9]{3,24}" },
        { "Microsoft.Storage/storageAccounts/blobServices", "default" },
        { "Microsoft.Storage/storageAccounts/blobServices/containers", "(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]" },
        { "Microsoft.Storage/storageAccounts/managementPolicies", "default" },
        { "Microsoft.Storage/storageAccounts/tableServices", "default" },
        { "Microsoft.Storage/storageAccounts/tableServices/tables", "[A-Za-z][A-Za-z0-9]{2,62}" },
        { "Microsoft.Web/serverfarms", "[A-Za-z0-9-]{1,60}" },
        { "Microsoft.Web/sites", "[A-Za-z0-9][A-Za-z0-9-]{0,58}[A-Za-z0-9]" },
        { "Microsoft.Web/sites/basicPublishingCredentialsPolicies", "ftp|scm" },
        { "Microsoft.Web/sites/config", "appsettings" },
        { "Microsoft.Web/staticSites", "[A-Za-z0-9][A-Za-z0-9-]{0,58}[A-Za-z0-9]" },
    };

    /// <summary>Made of what the cloud says of itself.</summary>
    const string Zones = "Microsoft.Network/privateDnsZones";

    /// <summary>Named by what they are of: <see cref="RolesRule"/> sees two that are the same.</summary>
    const string Roles = "Microsoft.Authorization/roleAssignments";

    public static IEnumerable<string> Check(Template template)
    {
        foreach (var file in template.Files)
        {
            var twice = from resource in file.Resources
                        where !resource.IsExisting && resource.Type is not (Zones or Roles)
                        from name in new Names(template, file).Of(resource).Distinct()
                        group resource by (resource.Type, Name: name.ToUpperInvariant()) into same
                        where same.Count() > 1
                        select $"{file.At(same.Last().Node)}: there is another {same.Key.Type} of that name: {same.Last().Name}";
            foreach (var problem in twice) yield return problem;

            foreach (var resource in file.Resources.Where(resource => !resource.IsExisting && resource.Type != Zones))
            {
                var names = new Names(template, file).Of(resource);
                if (names.Count == 0) yield return $"{file.At(resource.Node)}: it is not known what {resource.Name} is called";
                if (!Patterns.TryGetValue(resource.Type, out var pattern)) yield return $"{file.At(resource.Node)}: it is not known how a {resource.Type} may be called";
                foreach (var name in names.Where(name => pattern is not null && !Regex.IsMatch(name, $"^(?:{pattern})$")))
                    yield return $"{file.At(resource.Node)}: a {resource.Type} cannot be called {name}";
            }
        }
    }
}
