// The application: a Flex Consumption plan and the function app on it.

param name string
param planName string
param location string
param tags object

@description('Spreads instances over three zones; each group of functions then has two instances that are always ready.')
param zoneRedundant bool

@description('Memory of an instance in MB. Its processor share grows with it.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances up to which the application grows. Each group (HTTP, durable, and every other function) scales by itself.')
@minValue(1)
@maxValue(1000)
param maximumInstances int

@description('Requests at a time in one instance, after which another is started. Ingest waits for the stream most of its time.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

@description('Instances that are kept for orchestrations. One, so that a deadline is met though nothing else is going on.')
@minValue(0)
@maxValue(1000)
param alwaysReadyDurable int

@description('Instances that are kept for HTTP: without one, the first request after a pause waits for an instance to start.')
@minValue(0)
@maxValue(1000)
param alwaysReadyHttp int

@description('Instances that are kept for scoring.')
@minValue(0)
@maxValue(1000)
param alwaysReadyScoring int

@description('Origins of the pages that call the API.')
param corsOrigins string[]

@description('Subnet through which everything leaves, or empty.')
param subnetId string

param identityId string
param identityClientId string

param runtimeBlobEndpoint string
param runtimeQueueEndpoint string
param runtimeTableEndpoint string
param deploymentContainer string
param dataBlobEndpoint string
param dataTableEndpoint string
param eventHubHostName string
param signalREndpoint string
param operatorKeyUri string
param applicationInsightsName string

param sessionRetentionDays int
param sessionSettleSeconds int
param sessionEarlyStartMinutes int

@description('Settings of the section Limits, by name.')
param limits object

param cachedSessions int
param questPdfLicense string

// Across zones the platform keeps, and bills, two instances of every group, the timers' too, whatever is asked for here. Asking for
// fewer would only hide that.
var leastAlwaysReady = zoneRedundant ? 2 : 0

var alwaysReady = [
  {
    name: 'durable'
    instanceCount: max(alwaysReadyDurable, leastAlwaysReady)
  }
  {
    name: 'http'
    instanceCount: max(alwaysReadyHttp, leastAlwaysReady)
  }
  {
    name: 'function:ScoreEvents'
    instanceCount: max(alwaysReadyScoring, leastAlwaysReady)
  }
]

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${runtimeBlobEndpoint}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: filter(alwaysReady, group => group.instanceCount > 0)
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      cors: {
        allowedOrigins: corsOrigins
      }
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(toObject(items(limits), limit => 'Limits__${limit.key}', limit => string(limit.value)), {
      // Who the application is, for clients that it makes itself.
      AZURE_CLIENT_ID: identityClientId
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'

      APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'

      // The runtime's own storage.
      AzureWebJobsStorage__blobServiceUri: runtimeBlobEndpoint
      AzureWebJobsStorage__clientId: identityClientId
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__queueServiceUri: runtimeQueueEndpoint
      AzureWebJobsStorage__tableServiceUri: runtimeTableEndpoint

      // The stream, for the trigger and for the producer.
      EventHubConnection__clientId: identityClientId
      EventHubConnection__credential: 'managedidentity'
      EventHubConnection__fullyQualifiedNamespace: eventHubHostName

      // Live messages. Which of them goes by a request and which over a connection that stays open, the application says itself.
      AzureSignalRConnectionString__clientId: identityClientId
      AzureSignalRConnectionString__credential: 'managedidentity'
      AzureSignalRConnectionString__serviceUri: signalREndpoint

      // The application's own storage.
      Storage__blobServiceUri: dataBlobEndpoint
      Storage__tableServiceUri: dataTableEndpoint

      Operator__Key: '@Microsoft.KeyVault(SecretUri=${operatorKeyUri})'
      Reports__QuestPdfLicense: questPdfLicense
      Sessions__CachedSessions: string(cachedSessions)
      Sessions__EarlyStartMinutes: string(sessionEarlyStartMinutes)
      Sessions__RetentionDays: string(sessionRetentionDays)
      Sessions__SettleSeconds: string(sessionSettleSeconds)
    })
  }

  // Deployment signs in with Entra too: no publishing password.
  resource publishingPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

output name string = app.name
output uri string = 'https://${app.properties.defaultHostName}'
