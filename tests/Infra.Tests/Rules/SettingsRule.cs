namespace Proctoring.Infra.Tests.Rules;

/// <summary>Every setting that the application reads is set, and none is set that nobody reads.</summary>
static class SettingsRule
{
    /// <summary>Settings that the code can read and that Azure must not or need not have.</summary>
    static readonly Dictionary<string, string> NotSet = new()
    {
        { "EventHubConnection", "a connection string, with a key; the namespace and the identity are set instead" },
        { "Storage", "a connection string, with a key; the addresses and the identity are set instead" },
        { "Reports:FontFolder", "a folder that the package does not have" },
    };

    /// <summary>Settings that the platform or a package reads.</summary>
    static readonly Dictionary<string, string> ReadByPlatform = new()
    {
        { "AZURE_TOKEN_CREDENTIALS", "DefaultAzureCredential: no probing for other credentials than the identity" },
        { "AzureSignalRConnectionString:clientId", "the serverless hub's default connection" },
        { "AzureSignalRConnectionString:credential", "the serverless hub's default connection" },
        { "AzureSignalRConnectionString:serviceUri", "the serverless hub's default connection" },
        { "AzureWebJobsStorage:blobServiceUri", "the host's own storage" },
        { "AzureWebJobsStorage:clientId", "the host's own storage" },
        { "AzureWebJobsStorage:credential", "the host's own storage" },
        { "AzureWebJobsStorage:queueServiceUri", "the host's own storage: Durable Functions" },
        { "AzureWebJobsStorage:tableServiceUri", "the host's own storage: Durable Functions" },
    };

    /// <summary>Whose address, whose identity: all of these are texts, so that nothing else would see two of them exchanged.</summary>
    static readonly Dictionary<string, string> Values = new()
    {
        { "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "'ClientId=${identityClientId};Authorization=AAD'" },
        { "APPLICATIONINSIGHTS_CONNECTION_STRING", "applicationInsights.properties.ConnectionString" },
        { "AZURE_CLIENT_ID", "identityClientId" },
        { "AZURE_TOKEN_CREDENTIALS", "'ManagedIdentityCredential'" },
        { "AzureSignalRConnectionString:clientId", "identityClientId" },
        { "AzureSignalRConnectionString:credential", "'managedidentity'" },
        { "AzureSignalRConnectionString:serviceUri", "signalREndpoint" },
        { "AzureSignalRServiceTransportType", "'Persistent'" },
        { "AzureWebJobsStorage:blobServiceUri", "runtimeBlobEndpoint" },
        { "AzureWebJobsStorage:clientId", "identityClientId" },
        { "AzureWebJobsStorage:credential", "'managedidentity'" },
        { "AzureWebJobsStorage:queueServiceUri", "runtimeQueueEndpoint" },
        { "AzureWebJobsStorage:tableServiceUri", "runtimeTableEndpoint" },
        { "EventHubConnection:clientId", "identityClientId" },
        { "EventHubConnection:credential", "'managedidentity'" },
        { "EventHubConnection:fullyQualifiedNamespace", "eventHubHostName" },
        { "Operator:Key", "'@Microsoft.KeyVault(SecretUri=${operatorKeyUri})'" },
        { "Reports:QuestPdfLicense", "questPdfLicense" },
        { "Sessions:CachedSessions", "string(cachedSessions)" },
        { "Sessions:EarlyStartMinutes", "string(sessionEarlyStartMinutes)" },
        { "Sessions:RetentionDays", "string(sessionRetentionDays)" },
        { "Sessions:SettleSeconds", "string(sessionSettleSeconds)" },
        { "Storage:blobServiceUri", "dataBlobEndpoint" },
        { "Storage:tableServiceUri", "dataTableEndpoint" },
    };

    /// <summary>One parameter for all of this section: each has a default that suits most, and they are many.</summary>
    const string Limits = "toObject(items(limits), limit => 'Limits__${limit.key}', limit => string(limit.value))";

    static readonly string[] OfConnection = ["clientId", "credential", "fullyQualifiedNamespace"];

    public static IEnumerable<string> Check(Template template)
    {
        var code = new SettingsInCode(template.Repository);
        // A trigger's connection by identity.
        var read = code.Read.Concat(code.Connections.SelectMany(connection => OfConnection.Select(part => $"{connection}:{part}"))).ToHashSet();
        var app = template.File("infra/app/function-app.bicep")!;
        var written = app.Resources.Single(resource => resource.Type == "Microsoft.Web/sites/config" && resource.Body.Find("name")!.Literal == "appsettings")
            .Body.Find("properties")!;
        if (!written.Text.StartsWith($"union({Limits}, {{\n", StringComparison.Ordinal))
            yield return $"{app.At(written)}: settings are {Limits}, and those that are written out";
        var settings = (written.Child("arguments")?.Named.Last() ?? written).Properties.ToList();
        var set = settings.Select(setting => setting.Key).ToHashSet();
        var setNames = set.Select(name => name.Replace("__", ":", StringComparison.Ordinal)).ToHashSet();

        foreach (var problem in code.Problems) yield return problem;
        foreach (var (name, value) in settings.Where(setting => Values.GetValueOrDefault(setting.Key.Replace("__", ":", StringComparison.Ordinal)) != setting.Value.Text))
            yield return $"{app.At(value)}: {name} is {value.Text}, and not what it is said to be here";
        foreach (var name in set.Where(name => name.Contains(':', StringComparison.Ordinal)))
            yield return $"{name}: a colon is written __ on Linux";
        foreach (var name in read.Where(name => !setNames.Contains(name) && !NotSet.ContainsKey(name) && !name.StartsWith("Limits:", StringComparison.Ordinal)))
            yield return $"{name} is read and not set";
        foreach (var name in setNames.Where(name => !read.Contains(name) && !ReadByPlatform.ContainsKey(name)))
            yield return $"{name} is set and not read";
        foreach (var name in NotSet.Keys.Where(name => setNames.Contains(name) || !read.Contains(name)))
            yield return $"{name} need not be in the list of settings that are not set";
        foreach (var name in ReadByPlatform.Keys.Where(read.Contains))
            yield return $"{name} need not be in the list of settings that the platform reads";
        foreach (var name in ReadByPlatform.Keys.Where(name => !setNames.Contains(name)))
            yield return $"{name} is read by the platform and not set";
        foreach (var output in template.Main.Outputs.Where(output => read.Contains(output.Name)))
            yield return $"{output.Name} is an output and a setting: azd gives outputs to local runs as user secrets";
    }
}
