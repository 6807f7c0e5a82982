namespace Proctoring.Infra.Tests.Rules;

/// <summary>Identity only, encrypted only: what each kind of resource must say so that keys and old protocols are of no use.</summary>
static class HardeningRule
{
    static readonly Dictionary<string, (string Path, string Value)[]> Required = new()
    {
        {
            "Microsoft.EventHub/namespaces",
            [
                ("properties.disableLocalAuth", "true"), ("properties.minimumTlsVersion", "'1.2'"), ("sku.capacity", "throughputUnits"),
                ("properties.isAutoInflateEnabled", "growsByItself"), ("properties.maximumThroughputUnits", "growsByItself ? maximumThroughputUnits : 0"),
            ]
        },
        { "Microsoft.EventHub/namespaces/eventhubs", [("properties.partitionCount", "partitions")] },
        { "Microsoft.Insights/actionGroups", [("location", "'global'"), ("properties.enabled", "true")] },
        { "Microsoft.Insights/components", [("properties.DisableLocalAuth", "true")] },
        { "Microsoft.Insights/diagnosticSettings", [("properties.workspaceId", "logAnalyticsId")] },
        {
            "Microsoft.Insights/scheduledQueryRules",
            [
                ("properties.enabled", "true"), ("properties.autoMitigate", "true"), ("properties.skipQueryValidation", "true"),
                ("properties.scopes", "[logAnalyticsId]"), ("properties.severity", "rule.severity"),
                ("properties.actions.actionGroups", "empty(email) ? [] : [operators.id]"),
            ]
        },
        {
            "Microsoft.KeyVault/vaults",
            [
                ("properties.enableRbacAuthorization", "true"), ("properties.enableSoftDelete", "true"), ("properties.tenantId", "tenant().tenantId"),
                ("properties.enablePurgeProtection", "purgeProtection ? true : null"),
            ]
        },
        { "Microsoft.OperationalInsights/workspaces", [("properties.features.disableLocalAuth", "true"), ("properties.workspaceCapping.dailyQuotaGb", "dailyQuotaGb")] },
        {
            "Microsoft.SignalRService/signalR",
            [("properties.disableLocalAuth", "true"), ("properties.disableAadAuth", "false"), ("properties.cors.allowedOrigins", "corsOrigins"), ("sku.capacity", "units")]
        },
        {
            "Microsoft.Storage/storageAccounts",
            [
                ("properties.allowBlobPublicAccess", "false"),
                ("properties.allowCrossTenantReplication", "false"),
                ("properties.allowSharedKeyAccess", "false"),
                ("properties.defaultToOAuthAuthentication", "true"),
                ("properties.minimumTlsVersion", "'TLS1_2'"),
                ("properties.supportsHttpsTrafficOnly", "true"),
                ("sku.name", "zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'"),
            ]
        },
        { "Microsoft.Storage/storageAccounts/blobServices/containers", [("properties.publicAccess", "'None'")] },
        { "Microsoft.Web/serverfarms", [("sku.name", "'FC1'"), ("properties.reserved", "true"), ("properties.zoneRedundant", "zoneRedundant")] },
        {
            "Microsoft.Web/sites",
            [
                ("identity.type", "'UserAssigned'"),
                ("properties.httpsOnly", "true"),
                // Without it the platform reads the operator's key with an identity that there is not.
                ("properties.keyVaultReferenceIdentity", "identityId"),
                ("properties.functionAppConfig.deployment.storage.value", "'${runtimeBlobEndpoint}${deploymentContainer}'"),
                ("properties.functionAppConfig.deployment.storage.authentication.type", "'UserAssignedIdentity'"),
                ("properties.functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId", "identityId"),
                ("properties.functionAppConfig.runtime.name", "'dotnet-isolated'"),
                ("properties.functionAppConfig.runtime.version", "'10.0'"),
                ("properties.siteConfig.cors.allowedOrigins", "corsOrigins"),
                ("properties.siteConfig.minTlsVersion", "'1.2'"),
                ("properties.siteConfig.scmMinTlsVersion", "'1.2'"),
            ]
        },
        { "Microsoft.Web/sites/basicPublishingCredentialsPolicies", [("properties.allow", "false")] },
        { "Microsoft.Web/staticSites", [("properties.allowConfigFileUpdates", "true"), ("properties.stagingEnvironmentPolicy", "'Disabled'")] },
    };

    public static IEnumerable<string> Check(Template template) => CheckRequired(template).Concat(CheckLogs(template)).Concat(CheckIdentity(template)).Concat(CheckExpressions(template));

    static IEnumerable<string> CheckRequired(Template template) =>
        from file in template.Files
        from resource in file.Resources
        where !resource.IsExisting
        from required in Required.GetValueOrDefault(resource.Type) ?? []
        where resource.Body.Find(required.Path)?.Text != required.Value
        select $"{file.At(resource.Node)}: {resource.Name} must have {required.Path}: {required.Value}";

    /// <summary>What a diagnostic setting names, it sends.</summary>
    static IEnumerable<string> CheckLogs(Template template) =>
        from file in template.Files
        from resource in file.Resources
        where resource.Type == "Microsoft.Insights/diagnosticSettings"
        from log in resource.Body.Tree
        where log.Type == "object" && log.Find("category") is not null && log.Find("enabled")?.Text != "true"
        select $"{file.At(log)}: {resource.Name} must send {log.Find("category")!.Text}";

    static IEnumerable<string> CheckIdentity(Template template) =>
        from file in template.Files
        from resource in file.Resources
        where resource.Type == "Microsoft.Web/sites" && !resource.IsExisting
        where !resource.Body.Find("identity.userAssignedIdentities")?.Properties.Select(identity => identity.Key).SequenceEqual(["'${identityId}'"]) ?? true
        select $"{file.At(resource.Node)}: {resource.Name} must have the identity that it is given";

    /// <summary>What grows does so, and who is to be told is.</summary>
    static IEnumerable<string> CheckExpressions(Template template) =>
        from needed in new[]
        {
            // What a browser does to put evidence to a signed link, and to read it, and no more.
            ("data-storage", "            allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT']\n            allowedHeaders: ['content-type', 'x-ms-blob-*', 'x-ms-version']\n"),
            ("event-hubs", "var growsByItself = maximumThroughputUnits > throughputUnits\n"),
            ("alerts", "'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {\n"),
            ("private-endpoint", "          groupIds: [group]\n"),
            ("private-endpoint", "            privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zone)\n"),
            ("network", "var appSubnet = 'app'\nvar endpointSubnet = 'private-endpoints'\n"),
            ("network", "        name: endpointSubnet\n        properties: {\n          addressPrefix: '10.0.1.0/24'\n"),
            ("network", "        name: appSubnet\n        properties: {\n          addressPrefix: '10.0.4.0/22'\n"),
            ("signalr", "          name: 'MessagingLogs'\n          enabled: 'false'\n"),
            ("signalr", "          name: 'ConnectivityLogs'\n          enabled: 'true'\n"),
        }
        where !template.File($"infra/app/{needed.Item1}.bicep")!.Root.Text.Contains(needed.Item2, StringComparison.Ordinal)
        select $"infra/app/{needed.Item1}.bicep must say: {needed.Item2.Trim()}";
}
