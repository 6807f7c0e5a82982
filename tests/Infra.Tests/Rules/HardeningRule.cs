namespace Proctoring.Infra.Tests.Rules;

/// <summary>Identity only, encrypted only: what each kind of resource must say so that keys and old protocols are of no use.</summary>
static class HardeningRule
{
    static readonly Dictionary<string, (string Path, string Value)[]> Required = new()
    {
        ["Microsoft.EventHub/namespaces"] = [("properties.disableLocalAuth", "true"), ("properties.minimumTlsVersion", "'1.2'")],
        ["Microsoft.Insights/components"] = [("properties.DisableLocalAuth", "true")],
        ["Microsoft.KeyVault/vaults"] = [("properties.enableRbacAuthorization", "true"), ("properties.enableSoftDelete", "true")],
        ["Microsoft.OperationalInsights/workspaces"] = [("properties.features.disableLocalAuth", "true")],
        ["Microsoft.SignalRService/signalR"] = [("properties.disableLocalAuth", "true"), ("properties.disableAadAuth", "false")],
        ["Microsoft.Storage/storageAccounts"] =
        [
            ("properties.allowBlobPublicAccess", "false"),
            ("properties.allowSharedKeyAccess", "false"),
            ("properties.minimumTlsVersion", "'TLS1_2'"),
            ("properties.supportsHttpsTrafficOnly", "true"),
        ],
        ["Microsoft.Storage/storageAccounts/blobServices/containers"] = [("properties.publicAccess", "'None'")],
        ["Microsoft.Web/sites"] = [("properties.httpsOnly", "true"), ("properties.siteConfig.minTlsVersion", "'1.2'")],
        ["Microsoft.Web/sites/basicPublishingCredentialsPolicies"] = [("properties.allow", "false")],
    };

    public static IEnumerable<string> Check(Template template) =>
        from file in template.Files
        from resource in file.Resources
        where !resource.IsExisting
        from required in Required.GetValueOrDefault(resource.Type) ?? []
        where resource.Body.Find(required.Path)?.Text != required.Value
        select $"{file.At(resource.Node)}: {resource.Name} must have {required.Path}: {required.Value}";
}
