namespace Proctoring.Infra.Tests.Rules;

/// <summary>Modules give, and are named by, what their outputs are called: all are texts, and nothing else would see two exchanged.</summary>
static class OutputsRule
{
    static readonly Dictionary<string, (string Output, string Value)[]> Given = new()
    {
        {
            "data-storage",
            [("id", "account.id"), ("blobEndpoint", "account.properties.primaryEndpoints.blob"), ("tableEndpoint", "account.properties.primaryEndpoints.table")]
        },
        { "event-hubs", [("id", "namespace.id"), ("hostName", "'${namespace.name}.servicebus.windows.net'")] },
        { "function-app", [("name", "app.name"), ("uri", "'https://${app.properties.defaultHostName}'")] },
        { "identity", [("id", "identity.id"), ("clientId", "identity.properties.clientId"), ("principalId", "identity.properties.principalId")] },
        { "key-vault", [("id", "vault.id"), ("name", "vault.name"), ("operatorKeyUri", "'${vault.properties.vaultUri}secrets/${operatorKeyName}'")] },
        { "monitoring", [("logAnalyticsId", "logAnalytics.id"), ("applicationInsightsName", "applicationInsights.name")] },
        { "network", [("appSubnetId", "'${network.id}/subnets/${appSubnet}'"), ("endpointSubnetId", "'${network.id}/subnets/${endpointSubnet}'")] },
        {
            "runtime-storage",
            [
                ("id", "account.id"), ("blobEndpoint", "account.properties.primaryEndpoints.blob"),
                ("queueEndpoint", "account.properties.primaryEndpoints.queue"), ("tableEndpoint", "account.properties.primaryEndpoints.table"),
            ]
        },
        { "signalr", [("id", "signalR.id"), ("endpoint", "'https://${signalR.properties.hostName}'")] },
        { "static-web-app", [("uri", "'https://${site.properties.defaultHostname}'")] },
    };

    static readonly (string Output, string Value)[] OfMain =
    [
        ("API_BASE_URL", "api.outputs.uri"),
        ("AZURE_KEY_VAULT_NAME", "keyVault.outputs.name"),
        ("AZURE_LOCATION", "location"),
        ("AZURE_RESOURCE_GROUP", "rg.name"),
        ("AZURE_TENANT_ID", "tenant().tenantId"),
        ("SERVICE_API_NAME", "api.outputs.name"),
        ("WEB_BASE_URL", "web.outputs.uri"),
    ];

    /// <summary>What two environments must not share, or must.</summary>
    static readonly (string Variable, string Value)[] Named =
    [
        ("resourceToken", "toLower(uniqueString(subscription().id, environmentName, location))"),
        ("staticWebAppLocation", "contains(staticWebAppRegions, location) ? location : 'westeurope'"),
        ("pageOrigins", "union([web.outputs.uri], corsOrigins)"),
    ];

    public static IEnumerable<string> Check(Template template)
    {
        foreach (var file in template.Files)
        {
            var expected = file == template.Main ? OfMain : Given.GetValueOrDefault(Path.GetFileNameWithoutExtension(file.Path)) ?? [];
            var given = file.Outputs.Select(output => (output.Name, output.Value.Text)).ToList();
            foreach (var (name, value) in given.Except(expected).Concat(expected.Except(given)).DistinctBy(output => output.Item1))
                yield return $"{file.Path}: output {name} is not what it is said to be here: {value}";
        }

        foreach (var (name, value) in Named.Where(named => template.Main.Variables.FirstOrDefault(variable => variable.Name == named.Variable)?.Value.Text != named.Value))
            yield return $"{template.Main.Path}: {name} must be {value}";
    }
}
