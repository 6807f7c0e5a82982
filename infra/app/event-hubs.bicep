// The stream between ingest and scoring.

param name string
param location string
param tags object

@description('Partitions of the hub. Scoring runs in parallel across them and no wider. In this tier they are fixed at creation, and cost nothing.')
@minValue(1)
@maxValue(32)
param partitions int

@description('Throughput units that are always there: each takes 1 MB or 1,000 messages in, and gives 2 MB out, a second.')
@minValue(1)
@maxValue(40)
param throughputUnits int

@description('Throughput units up to which the namespace grows by itself under load. It does not shrink by itself.')
@minValue(1)
@maxValue(40)
param maximumThroughputUnits int

@description('Hours for which messages can be read again.')
@minValue(1)
@maxValue(168)
param retentionHours int

@description('Whether it can be reached from outside the virtual network.')
param publicNetworkAccess bool

param logAnalyticsId string

@description('Object id of the application\'s identity.')
param appPrincipalId string

@description('Object id of who may run the application against it; empty: nobody.')
param developerId string

@allowed(['Group', 'ServicePrincipal', 'User'])
param developerPrincipalType string

var roles = {
  eventHubsDataReceiver: 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
  eventHubsDataSender: '2b629674-e913-4c01-ae53-ef4638d8f975'
}

// The producer sends, the trigger receives; neither manages the hub. Checkpoints are in the runtime's storage.
var hubRoles = [roles.eventHubsDataSender, roles.eventHubsDataReceiver]

var growsByItself = maximumThroughputUnits > throughputUnits

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Standard'
    tier: 'Standard'
    capacity: throughputUnits
  }
  properties: {
    disableLocalAuth: true
    isAutoInflateEnabled: growsByItself
    maximumThroughputUnits: growsByItself ? maximumThroughputUnits : 0
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
  }

  resource events 'eventhubs' = {
    name: 'events'
    properties: {
      partitionCount: partitions
      retentionDescription: {
        cleanupPolicy: 'Delete'
        retentionTimeInHours: retentionHours
      }
    }

    resource scoring 'consumergroups' = {
      name: 'scoring'
    }
  }
}

resource appAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in hubRoles: {
  name: guid(namespace::events.id, appPrincipalId, role)
  scope: namespace::events
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource developerAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in hubRoles: if (!empty(developerId)) {
  name: guid(namespace::events.id, developerId, role)
  scope: namespace::events
  properties: {
    principalId: developerId
    principalType: developerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'operations'
  scope: namespace
  properties: {
    workspaceId: logAnalyticsId
    logs: [
      {
        category: 'OperationalLogs'
        enabled: true
      }
      {
        category: 'AutoScaleLogs'
        enabled: true
      }
    ]
    // Throttled requests, bytes and messages in and out, beside the application's own figures.
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output id string = namespace.id
output hostName string = '${namespace.name}.servicebus.windows.net'
