// Everything that the system needs, in one resource group. `azd up` deploys it; nothing has to be done by hand before or after.
//
// The defaults are for trying it out, at little cost. production.env in this folder holds what to set for real exams.

targetScope = 'subscription'

@description('Name of the environment; what tells its resources from those of others is made from it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of all resources: one of those that have the Flex Consumption plan.')
@allowed([
  'australiaeast'
  'australiasoutheast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('Who deploys.')
param principalId string = ''

@description('What that principal is.')
@allowed(['Group', 'ServicePrincipal', 'User'])
param principalType string = 'User'

@description('Whether the person (or group) who deploys may also run the application against these resources, hence read and change all that it stores, the keys of its tokens too, and read and replace the operator\'s key. A pipeline never may.')
param developerAccess bool = true

@description('Object id of the Entra group whose members may read and replace the operator\'s key; empty: none.')
param operatorGroupId string = ''

@description('Who gets a mail when an alert is raised; empty: nobody.')
param alertEmail string = ''

@description('Origins, beside the web pages deployed with this, whose pages may call the API: https://exams.example.org.')
param corsOrigins string[] = []

@description('Virtual network with private endpoints: stream, storage and vault cannot be reached from outside, and SignalR by clients only. A hook in azure.yaml registers the provider Microsoft.App, which the network needs.')
param privateNetworking bool = false

@description('With private networking: whether browsers can still reach the data storage, by signed links. Without, evidence cannot be uploaded.')
param signedLinksFromAnywhere bool = true

@description('Spreads storage and instances over three zones; the region must have them.')
param zoneRedundant bool = false

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances up to which the application grows.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 100

@description('Requests at a time in one instance, after which another is started.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 100

@description('Instances that are kept for orchestrations.')
@minValue(0)
@maxValue(1000)
param alwaysReadyDurable int = 1

@description('Instances that are kept for HTTP.')
@minValue(0)
@maxValue(1000)
param alwaysReadyHttp int = 0

@description('Instances that are kept for scoring.')
@minValue(0)
@maxValue(1000)
param alwaysReadyScoring int = 0

@description('Partitions of the event hub. Fixed at creation.')
@minValue(1)
@maxValue(32)
param eventHubPartitions int = 8

@description('Throughput units that are always there.')
@minValue(1)
@maxValue(40)
param eventHubThroughputUnits int = 1

@description('Throughput units up to which the stream grows by itself.')
@minValue(1)
@maxValue(40)
param eventHubMaximumThroughputUnits int = 4

@description('Hours for which the stream can be replayed.')
@minValue(1)
@maxValue(168)
param eventHubRetentionHours int = 24

@description('SignalR: Free_F1 has 20 connections, Standard_S1 and Premium_P1 1,000 a unit; each instance of the application takes three of them. With private networking Free_F1 becomes Standard_S1.')
@allowed(['Free_F1', 'Standard_S1', 'Premium_P1'])
param signalRSku string = 'Free_F1'

@description('SignalR units.')
@allowed([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
param signalRUnits int = 1

@description('Static web app: Free or Standard.')
@allowed(['Free', 'Standard'])
param staticWebAppSku string = 'Free'

@description('Days from a session\'s end until all that is stored about it is removed.')
@minValue(1)
@maxValue(3650)
param sessionRetentionDays int = 365

@description('Seconds between a session\'s end and the marker that closes its stream.')
@minValue(0)
@maxValue(600)
param sessionSettleSeconds int = 2

@description('Minutes before the time that a session is planned for at which its candidate may start it.')
@minValue(0)
param sessionEarlyStartMinutes int = 15

@description('How much one session, user, organisation or address may ask for, where it is not what the application has by itself: {"SessionEventsPerSecond": 400}. The names are in README.md.')
param limits object = {}

@description('Sessions that one instance keeps in memory, 50 KB each at most.')
@minValue(1)
@maxValue(1000000)
param cachedSessions int = 4000

@description('The QuestPDF licence of whoever runs this.')
@allowed(['Community', 'Enterprise', 'Evaluation', 'Professional'])
param questPdfLicense string = 'Community'

@description('Days for which deleted reports and evidence can be restored.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

@description('Days after which reports and evidence go to cheaper storage.')
@minValue(1)
param coolAfterDays int = 30

@description('Whether deleted secrets are kept until their time is up, whatever anybody does. Cannot be undone.')
param purgeProtection bool = false

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day after which no more are taken; -1: no limit.')
param logDailyQuotaGb int = 1

var abbrs = loadJsonContent('abbreviations.json')
var resourceToken = toLower(uniqueString(subscription().id, environmentName, location))
var tags = {
  'azd-env-name': environmentName
}

var deploymentContainer = 'app-package'

// Its content is served from everywhere; where its configuration is kept matters little, and only these regions offer it.
var staticWebAppRegions = ['centralus', 'eastasia', 'eastus2', 'westeurope', 'westus2']
var staticWebAppLocation = contains(staticWebAppRegions, location) ? location : 'westeurope'

var developerId = developerAccess && principalType != 'ServicePrincipal' ? principalId : ''

var pageOrigins = union([web.outputs.uri], corsOrigins)

resource rg 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbrs.resourcesResourceGroups}${environmentName}'
  location: location
  tags: tags
}

module web 'app/static-web-app.bicep' = {
  scope: rg
  params: {
    name: '${abbrs.webStaticSites}web-${resourceToken}'
    location: staticWebAppLocation
    tags: tags
    sku: staticWebAppSku
  }
}

module identity 'app/identity.bicep' = {
  scope: rg
  params: {
    name: '${abbrs.managedIdentityUserAssignedIdentities}api-${resourceToken}'
    location: location
    tags: tags
  }
}

module monitoring 'app/monitoring.bicep' = {
  scope: rg
  params: {
    logAnalyticsName: '${abbrs.operationalInsightsWorkspaces}${resourceToken}'
    applicationInsightsName: '${abbrs.insightsComponents}${resourceToken}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
    appPrincipalId: identity.outputs.principalId
    developerId: developerId
    developerPrincipalType: principalType
  }
}

module runtimeStorage 'app/runtime-storage.bicep' = {
  scope: rg
  params: {
    name: '${abbrs.storageStorageAccounts}run${resourceToken}'
    location: location
    tags: tags
    zoneRedundant: zoneRedundant
    publicNetworkAccess: !privateNetworking
    deploymentContainer: deploymentContainer
    appPrincipalId: identity.outputs.principalId
    developerId: developerId
    developerPrincipalType: principalType
  }
}

module dataStorage 'app/data-storage.bicep' = {
  scope: rg
  params: {
    name: '${abbrs.storageStorageAccounts}data${resourceToken}'
    location: location
    tags: tags
    zoneRedundant: zoneRedundant
    publicNetworkAccess: !privateNetworking || signedLinksFromAnywhere
    corsOrigins: pageOrigins
    retentionDays: sessionRetentionDays
    softDeleteDays: softDeleteDays
    coolAfterDays: coolAfterDays
    logAnalyticsId: monitoring.outputs.logAnalyticsId
    appPrincipalId: identity.outputs.principalId
    developerId: developerId
    developerPrincipalType: principalType
  }
}

module eventHubs 'app/event-hubs.bicep' = {
  scope: rg
  params: {
    name: '${abbrs.eventHubNamespaces}${resourceToken}'
    location: location
    tags: tags
    partitions: eventHubPartitions
    throughputUnits: eventHubThroughputUnits
    maximumThroughputUnits: eventHubMaximumThroughputUnits
    retentionHours: eventHubRetentionHours
    publicNetworkAccess: !privateNetworking
    logAnalyticsId: monitoring.outputs.logAnalyticsId
    appPrincipalId: identity.outputs.principalId
    developerId: developerId
    developerPrincipalType: principalType
  }
}

module signalR 'app/signalr.bicep' = {
  scope: rg
  params: {
    name: '${abbrs.signalRServiceSignalR}${resourceToken}'
    location: location
    tags: tags
    // Free_F1 has no private endpoints.
    sku: privateNetworking && signalRSku == 'Free_F1' ? 'Standard_S1' : signalRSku
    units: signalRUnits
    corsOrigins: pageOrigins
    publicServerAccess: !privateNetworking
    logAnalyticsId: monitoring.outputs.logAnalyticsId
    appPrincipalId: identity.outputs.principalId
    developerId: developerId
    developerPrincipalType: principalType
  }
}

module keyVault 'app/key-vault.bicep' = {
  scope: rg
  params: {
    name: '${abbrs.keyVaultVaults}${resourceToken}'
    location: location
    tags: tags
    purgeProtection: purgeProtection
    publicNetworkAccess: !privateNetworking
    operatorGroupId: operatorGroupId
    logAnalyticsId: monitoring.outputs.logAnalyticsId
    appPrincipalId: identity.outputs.principalId
    developerId: developerId
    developerPrincipalType: principalType
  }
}

var zones = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  namespace: 'privatelink.servicebus.windows.net'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  signalr: 'privatelink.service.signalr.net'
  table: 'privatelink.table.${environment().suffixes.storage}'
  vault: 'privatelink.vaultcore.azure.net'
}

var targets = {
  data: dataStorage.outputs.id
  events: eventHubs.outputs.id
  runtime: runtimeStorage.outputs.id
  signalr: signalR.outputs.id
  vault: keyVault.outputs.id
}

var endpoints = [
  { target: 'data', group: 'blob' }
  { target: 'data', group: 'table' }
  { target: 'events', group: 'namespace' }
  { target: 'runtime', group: 'blob' }
  { target: 'runtime', group: 'queue' }
  { target: 'runtime', group: 'table' }
  { target: 'signalr', group: 'signalr' }
  { target: 'vault', group: 'vault' }
]

module network 'app/network.bicep' = if (privateNetworking) {
  scope: rg
  params: {
    name: '${abbrs.networkVirtualNetworks}${resourceToken}'
    location: location
    tags: tags
    zones: map(items(zones), zone => zone.value)
  }
}

module privateEndpoints 'app/private-endpoint.bicep' = [for endpoint in endpoints: if (privateNetworking) {
  scope: rg
  params: {
    name: '${abbrs.networkPrivateEndpoints}${endpoint.target}-${endpoint.group}-${resourceToken}'
    location: location
    tags: tags
    subnetId: network!.outputs.endpointSubnetId
    targetId: targets[endpoint.target]
    group: endpoint.group
    zone: zones[endpoint.group]
  }
}]

module api 'app/function-app.bicep' = {
  scope: rg
  params: {
    name: '${abbrs.webSitesFunctions}api-${resourceToken}'
    planName: '${abbrs.webServerFarms}${resourceToken}'
    location: location
    tags: tags
    zoneRedundant: zoneRedundant
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    httpConcurrency: httpConcurrency
    alwaysReadyDurable: alwaysReadyDurable
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyScoring: alwaysReadyScoring
    corsOrigins: pageOrigins
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    runtimeBlobEndpoint: runtimeStorage.outputs.blobEndpoint
    runtimeQueueEndpoint: runtimeStorage.outputs.queueEndpoint
    runtimeTableEndpoint: runtimeStorage.outputs.tableEndpoint
    deploymentContainer: deploymentContainer
    dataBlobEndpoint: dataStorage.outputs.blobEndpoint
    dataTableEndpoint: dataStorage.outputs.tableEndpoint
    eventHubHostName: eventHubs.outputs.hostName
    signalREndpoint: signalR.outputs.endpoint
    operatorKeyUri: keyVault.outputs.operatorKeyUri
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    sessionRetentionDays: sessionRetentionDays
    sessionSettleSeconds: sessionSettleSeconds
    sessionEarlyStartMinutes: sessionEarlyStartMinutes
    limits: limits
    cachedSessions: cachedSessions
    questPdfLicense: questPdfLicense
  }
  // So that it finds its way to storage when it first starts. Its roles are there: they come with what it is told of above.
  dependsOn: [
    privateEndpoints
  ]
}

module alerts 'app/alerts.bicep' = {
  scope: rg
  params: {
    location: location
    tags: tags
    logAnalyticsId: monitoring.outputs.logAnalyticsId
    actionGroupName: '${abbrs.insightsActionGroups}${resourceToken}'
    email: alertEmail
  }
}

module workbook 'app/workbook.bicep' = {
  scope: rg
  params: {
    location: location
    tags: tags
    logAnalyticsId: monitoring.outputs.logAnalyticsId
  }
}

// azd keeps these in the environment, and the hooks in azure.yaml use them. No name here is one of the application's settings:
// azd also hands them to local runs of the application as its user secrets.
output API_BASE_URL string = api.outputs.uri
output AZURE_KEY_VAULT_NAME string = keyVault.outputs.name
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = rg.name
output AZURE_TENANT_ID string = tenant().tenantId
output SERVICE_API_NAME string = api.outputs.name
output WEB_BASE_URL string = web.outputs.uri
