namespace Proctoring.Infra.Tests;

/// <summary>Defects that rules must see: the rule, the file, what it says, what it says instead, and a part of what is found.</summary>
static class Defects
{
    const string Main = "infra/main.bicep";
    const string App = "infra/app/function-app.bicep";
    const string Data = "infra/app/data-storage.bicep";
    const string Events = "infra/app/event-hubs.bicep";
    const string Runtime = "infra/app/runtime-storage.bicep";
    const string SignalR = "infra/app/signalr.bicep";
    const string Vault = "infra/app/key-vault.bicep";
    const string Alerts = "infra/app/alerts.bicep";
    const string Parameters = "infra/main.parameters.json";
    const string Production = "infra/production.env";

    public static TheoryData<string, string, string, string, string> All => new()
    {
        { "syntax", Main, "param location string", "param location string =", "infra/main.bicep:" },
        { "syntax", App, "    httpsOnly: true\n", "    httpsOnly true\n", "infra/app/function-app.bicep:" },
        { "syntax", Events, "output id string = namespace.id", "output id string = namespace.", "infra/app/event-hubs.bicep:" },

        { "symbols", Main, "tags: tags\n    sku: staticWebAppSku", "tags: tagz\n    sku: staticWebAppSku", "tagz is not declared" },
        { "symbols", Main, "toLower(uniqueString(", "lower(uniqueString(", "lower is not declared" },
        { "symbols", Main, "@minLength(1)\n@maxLength(64)", "@minimumLength(1)\n@maxLength(64)", "minimumLength is not declared" },
        { "symbols", Data, "scope: account::blobs", "scope: account::blob", "blob is not declared" },
        { "symbols", App, "perInstanceConcurrency: httpConcurrency", "perInstanceConcurrency: 16", "parameter httpConcurrency is not used" },
        { "symbols", Main, "publicNetworkAccess: !privateNetworking || signedLinksFromAnywhere", "publicNetworkAccess: true", "signedLinksFromAnywhere is not used" },

        { "symbols", Main, "param principalId string = ''", "param principalId string = ''\nparam PrincipalId string = ''", "rincipalId is declared twice" },
        { "symbols", Events, "output id string = namespace.id", "output id string = namespace.id\noutput ID string = 'events'", "id is declared twice" },
        { "symbols", Main, "@maxLength(64)", "@maxLength(64)\n@maxLength(32)", "maxLength decorates twice" },

        { "keys", App, "      AZURE_CLIENT_ID: identityClientId\n", "      AZURE_CLIENT_ID: identityClientId\n      AZURE_CLIENT_ID: identityClientId\n", "the object has AZURE_CLIENT_ID twice" },
        { "keys", App, "      Reports__QuestPdfLicense:", "      reports__questpdflicense: 'Community'\n      Reports__QuestPdfLicense:", "twice" },
        { "keys", Main, "    softDeleteDays: softDeleteDays\n", "    softDeleteDays: softDeleteDays\n    softDeleteDays: 1\n", "the object has softDeleteDays twice" },
        { "keys", App, "            perInstanceConcurrency: httpConcurrency", "            perInstanceConcurrency: httpConcurrency\n            'perInstanceConcurrency': 16", "the object has perInstanceConcurrency twice" },
        { "keys", Data, "  'logins'\n", "  'logins'\n  'Logins'\n", "the list has 'logins' twice" },
        { "keys", Parameters, "    \"alertEmail\": {", "    \"principalID\": {},\n    \"alertEmail\": {", "an object has principalID twice" },
        { "keys", "src/Functions/host.json", "\"minEventBatchSize\": 1,", "\"minEventBatchSize\": 1,\n      \"minEventBatchSize\": 10,", "an object has minEventBatchSize twice" },
        { "keys", Production, "PROCTORING_ZONE_REDUNDANT=true", "PROCTORING_ZONE_REDUNDANT=true\nPROCTORING_ZONE_REDUNDANT=false", "PROCTORING_ZONE_REDUNDANT is set twice" },

        { "modules", Main, "    dailyQuotaGb: logDailyQuotaGb\n", "", "monitoring lacks dailyQuotaGb" },
        { "modules", Main, "dailyQuotaGb: logDailyQuotaGb", "dailyQuota: logDailyQuotaGb", "has no parameter dailyQuota" },
        { "modules", Main, "eventHubs.outputs.hostName", "eventHubs.outputs.hub", "has no output hub" },
        { "modules", Main, "network!.outputs.appSubnetId", "network!.outputs.subnetId", "has no output subnetId" },
        { "modules", Main, "retentionDays: logRetentionDays", "retentionDays: '30'", "retentionDays is a int, not a string" },
        { "modules", Main, "zoneRedundant: zoneRedundant\n    instance", "zoneRedundant: maximumInstances\n    instance", "zoneRedundant is a bool, not a int" },
        { "modules", Main, "    operatorGroupId: operatorGroupId", "    operatorGroupId: true", "operatorGroupId is a string, not a bool" },
        { "modules", Main, "param eventHubPartitions int = 8", "param eventHubPartitions string = '8'", "partitions is a int, not a string" },
        { "modules", Main, "@maxValue(168)", "@maxValue(999)", "eventHubRetentionHours has other bounds than retentionHours" },
        { "modules", Main, "'app/signalr.bicep'", "'app/signal.bicep'", "there is no app/signal.bicep" },
        { "modules", Events, "output id string = namespace.id", "output id string = namespace.id\noutput spare string = namespace.id", "output spare is not used" },

        { "modules", Main, "    softDeleteDays: softDeleteDays\n    coolAfterDays: coolAfterDays\n", "    softDeleteDays: coolAfterDays\n    coolAfterDays: softDeleteDays\n", "coolAfterDays is given for softDeleteDays" },

        { "start", Main, "  { target: 'data', group: 'blob' }", "  { target: web.outputs.name, group: 'blob' }", "web.outputs is not" },
        { "start", Main, "if (privateNetworking) {\n  scope: rg\n  params: {\n    name: '${abbrs.networkVirtual", "if (empty(pageOrigins)) {\n  scope: rg\n  params: {\n    name: '${abbrs.networkVirtual", "web.outputs is not" },
        { "start", Vault, "  name: name\n", "  name: uniqueString(audit.properties.workspaceId, name)\n", "audit.properties is not" },

        { "roles", Events, "a638d3c7-ab3a-418d-83e6-5f17a39d4fde", "f526a384-b230-433a-b45c-95f59c4a2dec", "eventHubsDataReceiver is a638d3c7" },
        { "roles", Events, "eventHubsDataSender: ", "eventHubsDataOwner: ", "no role is known as eventHubsDataOwner" },
        { "roles", Runtime, ", roles.storageQueueDataContributor,", ",", "storageQueueDataContributor is not used" },
        { "roles", Main, "signalRUnits int = 1", "signalRUnits string = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'", "is not in the table of roles" },

        { "access", Runtime, ", roles.storageQueueDataContributor,", ",", "nobody gives storageQueueDataContributor on account of infra/app/runtime-storage.bicep" },
        { "access", Data, "[roles.storageBlobDataContributor, ", "[roles.storageTableDataContributor, ", "nobody gives storageBlobDataContributor" },
        { "access", Vault, "guid(vault.id, appPrincipalId, roles.keyVaultSecretsUser)", "guid(vault.id, appPrincipalId, roles.keyVaultSecretsOfficer)", "appAccess is not named by its scope, principal and role" },
        { "access", Vault, "if (!empty(developerId)) ", "", "is for developerId only where there is one" },
        { "access", SignalR, "  name: guid(signalR.id, appPrincipalId, roles.signalRServiceOwner)\n  scope: signalR\n", "  name: guid(signalR.id, appPrincipalId, roles.signalRServiceOwner)\n", "gives a role on more than one resource" },
        { "access", SignalR, "guid(signalR.id, appPrincipalId, ", "guid(name, appPrincipalId, ", "is not named by its scope" },
        { "access", SignalR, "    principalType: 'ServicePrincipal'", "    principalType: 'User'", "does not say what appPrincipalId is" },
        { "access", Main, "developerAccess && principalType != 'ServicePrincipal' ? principalId : ''", "principalId", "a developer has roles where none is wanted" },
        { "access", Main, "    logAnalyticsId: monitoring.outputs.logAnalyticsId\n    appPrincipalId: identity.outputs.principalId\n    developerId: developerId\n    developerPrincipalType: principalType\n  }\n}\n\nmodule signalR", "    logAnalyticsId: monitoring.outputs.logAnalyticsId\n    appPrincipalId: principalId\n    developerId: developerId\n    developerPrincipalType: principalType\n  }\n}\n\nmodule signalR", "appPrincipalId of eventHubs is not identity.outputs.principalId" },
        { "access", Main, "    signalREndpoint: signalR.outputs.endpoint\n", "    signalREndpoint: 'https://${abbrs.signalRServiceSignalR}${resourceToken}.service.signalr.net'\n", "api does not wait for its roles on signalR" },
        { "access", Main, "  dependsOn: [\n    privateEndpoints\n  ]\n", "", "api does not wait for its way to storage" },

        { "settings", App, "      Storage__tableServiceUri: dataTableEndpoint\n", "", "Storage:tableServiceUri is read and not set" },
        { "settings", App, "      EventHubConnection__credential: 'managedidentity'\n", "", "EventHubConnection:credential is read and not set" },
        { "settings", App, "      AzureWebJobsStorage__credential: 'managedidentity'\n", "", "AzureWebJobsStorage:credential is read by the platform" },
        { "settings", App, "Sessions__SettleSeconds:", "Sessions__SettleTime:", "Sessions:SettleTime is set and not read" },
        { "settings", App, "      AZURE_CLIENT_ID:", "      'Reports:Spare': ''\n      AZURE_CLIENT_ID:", "a colon is written __ on Linux" },
        { "settings", App, "      AZURE_CLIENT_ID:", "      Storage: ''\n      AZURE_CLIENT_ID:", "Storage need not be in the list" },
        { "settings", "src/Functions/Sessions/SessionOptions.cs", "public int SettleSeconds {", "public int SettleTime {", "Sessions:SettleTime is read and not set" },
        { "settings", "src/Functions/Accounts/OperatorKey.cs", "\"Operator:Key\"", "\"Operator:Secret\"", "Operator:Secret is read and not set" },
        { "settings", "src/Functions/Accounts/OperatorKey.cs", "configuration[Setting]", "configuration.GetSection(Setting).Value", "in a way that is not known here" },
        { "settings", "src/Functions/Accounts/OperatorKey.cs", "OperatorKey(IConfiguration configuration, ", "OperatorKey(IConfiguration settings, ", "configuration under another name" },
        { "settings", "src/Functions/Platform/Clients.cs", "Required(configuration, \"Storage:tableServiceUri\")", "Needed(configuration, \"Storage:tableServiceUri\")", "in a way that is not known here" },
        { "settings", App, "      Storage__blobServiceUri: dataBlobEndpoint\n", "      Storage__blobServiceUri: runtimeBlobEndpoint\n", "Storage__blobServiceUri is runtimeBlobEndpoint" },
        { "settings", App, "limit => 'Limits__${limit.key}'", "limit => limit.key", "settings are toObject(items(limits)" },
        { "settings", App, "string(sessionRetentionDays)", "'365'", "Sessions__RetentionDays is '365'" },
        { "settings", Main, "output AZURE_TENANT_ID", "output AZURE_CLIENT_ID", "AZURE_CLIENT_ID is an output and a setting" },

        { "parameters", Parameters, "\"alertEmail\"", "\"alertMail\"", "alertMail is no parameter" },
        { "parameters", Parameters, "${PROCTORING_ALERT_EMAIL}", "operators@example.org", "alertEmail is not an environment variable" },
        { "parameters", Parameters, "PROCTORING_COOL_AFTER_DAYS", "PROCTORING_SOFT_DELETE_DAYS", "PROCTORING_SOFT_DELETE_DAYS sets two parameters" },
        { "parameters", Main, "param coolAfterDays int = 30", "param coolAfterDays int", "coolAfterDays has no default" },
        { "parameters", Main, "param coolAfterDays int = 30", "param coolAfterDays int = 30\nparam spare string = ''", "spare cannot be set" },
        { "parameters", Production, "PROCTORING_SIGNALR_SKU=Premium_P1", "PROCTORING_SIGNALR_SKU=Premium_P9", "signalRSku cannot be Premium_P9" },
        { "parameters", Production, "PARTITIONS=32", "PARTITIONS=64", "eventHubPartitions cannot be 64" },
        { "parameters", Production, "PROCTORING_ZONE_REDUNDANT=true", "PROCTORING_ZONES=true", "PROCTORING_ZONES sets no parameter" },

        { "parameters", Main, "param alwaysReadyDurable int = 1", "param alwaysReadyDurable int = 0", "docs/operations.md does not say: | `PROCTORING_ALWAYS_READY_DURABLE` | 0 | 2 |" },
        { "parameters", Production, "PROCTORING_DEVELOPER_ACCESS=false", "PROCTORING_DEVELOPER_ACCESS=true", "docs/operations.md does not say: | `PROCTORING_DEVELOPER_ACCESS` | true | true |" },
        { "parameters", Production, "PROCTORING_PURGE_PROTECTION=true\n", "", "docs/operations.md does not say: | `PROCTORING_PURGE_PROTECTION` | false | |" },
        { "parameters", Parameters, "${PROCTORING_SESSION_SETTLE_SECONDS}", "${PROCTORING_SETTLE_SECONDS}", "PROCTORING_SETTLE_SECONDS sets sessionSettleSeconds, which is called otherwise" },
        { "parameters", Main, "    type: 'location'", "    type: 'region'", "azd does not know that location is one" },

        { "services", "azure.yaml", "  api:\n", "  backend:\n", "there is not one Microsoft.Web/sites tagged backend" },
        { "services", App, "'azd-service-name': 'api'", "'azd-service-name': 'backend'", "there is no service backend" },
        { "services", "azure.yaml", "./src/Functions", "./src/Function", "there is no folder ./src/Function" },
        { "services", "azure.yaml", "${API_BASE_URL:?}", "${API_URL:?}", "API_URL is no output" },
        { "services", "azure.yaml", "\">= 1.25.6\"", "\">= 1.25.5\"", "azd must be 1.25.6 at least" },
        { "services", "azure.yaml", "sh infra/hooks/wait-for-roles.sh", "sh infra/hooks/wait-for-role.sh", "there is no infra/hooks/wait-for-role.sh" },
        { "services", "azure.yaml", "sh infra/hooks/wait-for-roles.sh", "true", "infra/hooks/wait-for-roles.sh is no hook" },
        { "services", "infra/hooks/wait-for-roles.sh", "${API_BASE_URL:-}", "${BASE_URL:-}", "BASE_URL is no output" },
        { "services", "azure.yaml", "      run: \"& infra/hooks/wait-for-roles.ps1\"\n", "", "postprovision is not for both kinds of systems" },
        { "services", Main, "output WEB_BASE_URL", "output WEB_URL", "WEB_BASE_URL is no output" },
        { "services", Events, "  tags: tags\n", "", "does not carry the environment's tag" },

        { "secrets", Data, "output id string = account.id", "output id string = account.listKeys().keys[0].value", "asks for a secret" },
        { "secrets", Vault, "output id string = vault.id", "output id string = newOperatorKey", "output id gives a secret out" },
        { "secrets", Vault, "output id string = vault.id", "var copy = '${newOperatorKey}!'\noutput id string = copy", "output id gives a secret out" },
        { "secrets", "infra/app/monitoring.bicep", "= applicationInsights.name", "= applicationInsights.properties.ConnectionString", "output applicationInsightsName gives a secret out" },
        { "secrets", Vault, "@onlyIfNotExists()\n", "", "a deployment must leave the operator's key alone" },
        { "secrets", Vault, "@secure()\n", "", "newOperatorKey is not marked as secret" },
        { "secrets", Vault, "'${newGuid()}${newGuid()}'", "'correct horse battery'", "has a default that everybody can read" },
        { "secrets", Vault, "    tenantId: tenant().tenantId", "    tenantId: newOperatorKey", "goes elsewhere than into the vault" },
        { "secrets", Production, "PROCTORING_ZONE_REDUNDANT=true", "STORAGE=AccountKey=abc", "holds a secret" },

        { "hardening", Data, "    allowSharedKeyAccess: false\n", "", "must have properties.allowSharedKeyAccess: false" },
        { "hardening", Events, "disableLocalAuth: true", "disableLocalAuth: false", "must have properties.disableLocalAuth: true" },
        { "hardening", App, "httpsOnly: true", "httpsOnly: false", "must have properties.httpsOnly: true" },

        { "hardening", App, "    keyVaultReferenceIdentity: identityId\n", "", "must have properties.keyVaultReferenceIdentity: identityId" },
        { "hardening", App, "'${runtimeBlobEndpoint}${deploymentContainer}'", "'${dataBlobEndpoint}${deploymentContainer}'", "must have properties.functionAppConfig.deployment.storage.value" },
        { "hardening", "infra/app/network.bicep", "'10.0.1.0/24'", "'10.0.4.0/24'", "network.bicep must say: name: endpointSubnet" },
        { "hardening", "infra/app/private-endpoint.bicep", "groupIds: [group]", "groupIds: ['blob']", "must say: groupIds: [group]" },
        { "hardening", Alerts, "if (!empty(email))", "if (empty(email))", "must say: 'Microsoft.Insights/actionGroups" },
        { "hardening", App, "      '${identityId}': {}\n", "", "must have the identity that it is given" },
        { "hardening", App, "      cors: {\n        allowedOrigins: corsOrigins\n", "      cors: {\n        allowedOrigins: ['*']\n", "must have properties.siteConfig.cors.allowedOrigins: corsOrigins" },
        { "hardening", App, "    zoneRedundant: zoneRedundant\n", "    zoneRedundant: false\n", "must have properties.zoneRedundant: zoneRedundant" },
        { "hardening", Vault, "purgeProtection ? true : null", "purgeProtection ? null : true", "must have properties.enablePurgeProtection" },
        { "hardening", Runtime, "zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'", "zoneRedundant ? 'Standard_LRS' : 'Standard_ZRS'", "must have sku.name" },
        { "hardening", Alerts, "    enabled: true\n    scopes", "    enabled: false\n    scopes", "must have properties.enabled: true" },
        { "hardening", Vault, "        enabled: true\n", "        enabled: false\n", "audit must send 'AuditEvent'" },

        { "hardening", Alerts, "  location: 'global'\n", "  location: location\n", "operators must have location: 'global'" },
        { "hardening", Data, "'x-ms-blob-*', ", "", "data-storage.bicep must say: allowedMethods" },

        { "network", Main, "zone: zones[endpoint.group]", "zone: zones.blob", "privateEndpoints must have zone: zones[endpoint.group]" },
        { "network", Events, "    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'\n", "    publicNetworkAccess: 'Enabled'\n", "namespace must have properties.publicNetworkAccess" },
        { "network", Vault, "    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'\n", "    publicNetworkAccess: 'Enabled'\n", "vault must have properties.publicNetworkAccess" },
        { "network", Vault, "publicNetworkAccess ? 'Allow' : 'Deny'", "publicNetworkAccess ? 'Deny' : 'Allow'", "vault must have properties.networkAcls.defaultAction" },
        { "network", Runtime, "      defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'\n", "      defaultAction: 'Allow'\n", "account must have properties.networkAcls.defaultAction" },
        { "network", SignalR, "deny: ['ServerConnection', 'RESTAPI', 'Trace']", "deny: ['Trace']", "signalR must have properties.networkACLs" },
        { "network", SignalR, "publicServerAccess ? null : {", "!publicServerAccess ? null : {", "signalR must have properties.networkACLs" },
        { "network", App, "empty(subnetId) ? null : subnetId", "null", "app must have properties.virtualNetworkSubnetId" },
        { "network", Main, "    publicNetworkAccess: !privateNetworking\n    deploymentContainer", "    publicNetworkAccess: true\n    deploymentContainer", "publicNetworkAccess of runtimeStorage must be !privateNetworking" },
        { "network", Main, "!privateNetworking || signedLinksFromAnywhere", "!privateNetworking && signedLinksFromAnywhere", "publicNetworkAccess of dataStorage must be" },
        { "network", Main, "  { target: 'runtime', group: 'queue' }\n", "", "there is no private way to runtime queue" },
        { "network", Main, "  vault: keyVault.outputs.id", "  vault: dataStorage.outputs.id", "the way to vault leads elsewhere" },
        { "network", Main, "privatelink.vaultcore.azure.net", "privatelink.vault.azure.net", "addresses of vault are in" },
        { "network", Main, "module network 'app/network.bicep' = if (privateNetworking) {", "module network 'app/network.bicep' = if (!privateNetworking) {", "network is there with private networking, and only then" },

        { "retention", Data, "var leftoverDays = retentionDays + 30", "var leftoverDays = retentionDays - 30", "before the application's own time is up" },
        { "retention", Data, "var leftoverDays = retentionDays + 30", "var leftoverDays = coolAfterDays + 30", "before the application's own time is up" },
        { "retention", Data, "daysAfterModificationGreaterThan: leftoverDays", "daysAfterModificationGreaterThan: retentionDays", "before the application's own time is up" },
        { "retention", Data, "                  delete: {", "                  tierToArchive: {\n                    daysAfterModificationGreaterThan: 1\n                  }\n                  delete: {", "why there is tierToArchive" },
        { "retention", Main, "    retentionDays: sessionRetentionDays\n", "    retentionDays: logRetentionDays\n", "retentionDays of dataStorage must be sessionRetentionDays" },
        { "retention", Data, "      deleteRetentionPolicy: {\n        enabled: true\n", "      deleteRetentionPolicy: {\n        enabled: false\n", "must have properties.deleteRetentionPolicy.enabled: true" },
        { "retention", Events, "retentionTimeInHours: retentionHours", "retentionTimeInHours: 1", "must have properties.retentionDescription.retentionTimeInHours" },

        { "alerts", Alerts, "threshold: 0", "threshold: 5", "threshold must be 0" },
        { "alerts", Alerts, "operator: 'GreaterThan'", "operator: 'LessThan'", "operator must be 'GreaterThan'" },
        { "alerts", Alerts, "minFailingPeriodsToAlert: 1", "minFailingPeriodsToAlert: 3", "minFailingPeriodsToAlert must be 1" },
        { "alerts", Alerts, "windowSize: 'PT15M'", "windowSize: 'PT5M'", "it is not written for a window of 5 minutes" },
        { "alerts", Alerts, "evaluationFrequency: 'PT5M'", "evaluationFrequency: 'PT60M'", "what happens between two windows is not seen" },
        { "alerts", Alerts, "loadTextContent('../queries/stuck-partitions.kql')", "loadTextContent('../queries/dead-letters.kql')", "stuck-partitions asks another query" },
        { "alerts", Alerts, "    severity: 2\n    query: loadTextContent('../queries/dead-letters.kql')", "    severity: 4\n    query: loadTextContent('../queries/dead-letters.kql')", "dead-letters alerts nobody" },
        { "alerts", Alerts, "    name: 'scoring-lag'\n", "    name: 'throughput'\n", "scoring-lag is written to alert, and there is no rule for it" },
        { "alerts", "infra/queries/scoring-lag.kql", "toleratedMs = 30000.0", "toleratedMs = 300000.0", "its limits are 300000" },
        { "alerts", "infra/queries/scoring-lag.kql", "ago(10m) .. ago(5m)", "ago(15m) .. ago(5m)", "it does not ask for" },
        { "alerts", "infra/queries/stuck-partitions.kql", "\"PartitionStalled\"", "\"ScoringFailed\"", "it does not ask for AppTraces" },
        { "alerts", "infra/queries/stuck-partitions.kql", "toleratedMs = 60000.0", "toleratedMs = 600000.0", "its limits are 600000" },
        { "alerts", "infra/queries/ingest-errors.kql", "\"unavailable\", 20", "\"unavailable\", 20000", "its limits are" },
        { "alerts", "infra/queries/dead-letters.kql", "    \"cannot be scored\", 0,\n", "", "its limits are" },
        { "alerts", "infra/queries/dead-letters.kql", "where Letters > Tolerated", "where Letters < Tolerated", "it does not ask for" },

        { "outputs", Events, ".servicebus.windows.net'", ".servicebus.azure.net'", "output hostName is not what it is said to be here" },
        { "outputs", Data, "output blobEndpoint string = account.properties.primaryEndpoints.blob", "output blobEndpoint string = account.properties.primaryEndpoints.table", "output blobEndpoint is not" },
        { "outputs", Main, "output API_BASE_URL string = api.outputs.uri", "output API_BASE_URL string = web.outputs.uri", "output API_BASE_URL is not" },
        { "outputs", Main, "uniqueString(subscription().id, environmentName, location)", "uniqueString(subscription().id, location)", "resourceToken must be" },

        { "files", "infra/app/alerts.bicep", "../queries/scoring-lag.kql", "../queries/lag.kql", "there is no ../queries/lag.kql" },
        { "files", App, "Microsoft.Insights/components@2020-02-02", "Microsoft.Insights/components@2018-05-01", "Microsoft.Insights/components is used in several versions" },
        { "files", Main, "abbrs.keyVaultVaults", "abbrs.keyVault", "abbreviations.json has no keyVault" },
        { "files", "infra/abbreviations.json", "\"keyVaultVaults\": \"kv-\",", "\"keyVaultVaults\": \"kv-\", \"spare\": \"\",", "spare is not used" },

        { "constants", Events, "name: 'scoring'", "name: 'scorers'", "consumer group scoring is used and not made" },
        { "constants", Events, "name: 'events'", "name: 'event'", "event hub events is used and not made" },
        { "constants", Data, "  'logins'\n", "", "table logins is used and not made" },
        { "constants", Data, "'keys'", "'key'", "container keys is used and not made" },
        { "constants", "src/Functions/Scoring/DeadLetters.cs", "\"deadletters\"", "\"setaside\"", "table setaside is used and not made" },
        { "constants", Data, "prefixMatch: ['${reportsContainer}/', '${evidenceContainer}/']", "prefixMatch: ['${keysContainer}/']", "keys/ is neither reports nor evidence" },
        { "constants", Data, "                prefixMatch: ['${reportsContainer}/', '${evidenceContainer}/']\n", "", "the rule is for every container" },
        { "constants", App, "function:ScoreEvents", "function:ScoreEvent", "there is no function:ScoreEvent" },

        { "types", Events, "retentionTimeInHours: retentionHours", "retentionInHours: retentionHours", "properties.retentionDescription.retentionInHours was not compared" },
        { "types", Events, "    minimumTlsVersion: '1.2'\n", "    minimumTlsVersion: 'TLS1_2'\n", "properties.minimumTlsVersion was looked up as string: 1.2, not TLS1_2" },
        { "types", SignalR, "          enabled: 'true'\n", "          enabled: true\n", "categories[].enabled is no bool" },
        { "types", Runtime, "        days: 7\n", "        days: '7'\n", "properties.containerDeleteRetentionPolicy.days is no string" },
        { "types", SignalR, "value: 'Serverless'", "value: 'Default'", "not Default" },
        { "types", "infra/app/monitoring.bicep", "    WorkspaceResourceId: logAnalytics.id\n", "", "nothing says properties.WorkspaceResourceId any more" },
        { "types", App, "Microsoft.Web/serverfarms@2024-04-01", "Microsoft.Web/serverfarms@2024-11-01", "Microsoft.Web/serverfarms@2024-11-01 was not compared" },
        { "types", Alerts, "useCommonAlertSchema", "useCommonAlertsSchema", "was not compared" },

        { "constants", App, "max(alwaysReadyHttp, leastAlwaysReady)", "alwaysReadyHttp", "http does not have the instances that are wanted" },
        { "constants", App, "max(alwaysReadyHttp, leastAlwaysReady)", "max(alwaysReadyDurable, leastAlwaysReady)", "http does not have the instances that are wanted" },
        { "constants", App, "zoneRedundant ? 2 : 0", "zoneRedundant ? 1 : 0", "across zones two instances are always ready" },

        { "names", "infra/abbreviations.json", "\"st\"", "\"storage-\"", "cannot be called storage-runabcdefghijklm" },
        { "names", "infra/abbreviations.json", "\"kv-\"", "\"key-vault-of-\"", "a Microsoft.KeyVault/vaults cannot be called" },
        { "names", "infra/abbreviations.json", "\"rg-\"", "\"resource-group-of-the-environment-\"", "a Microsoft.Resources/resourceGroups cannot be called" },
        { "names", "infra/app/alerts.bicep", "name: 'scoring-lag'", "name: 'scoring lag?'", "cannot be called proctoring-scoring lag?" },
        { "names", Data, "name: 'audit'", "name: 'audit'\n}\n\nresource second 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {\n  name: 'Audit'", "there is another Microsoft.Insights/diagnosticSettings of that name: second" },
        { "names", Data, "  'sessions'\n", "  'sessions-2'\n", "cannot be called sessions-2" },
    };
}
