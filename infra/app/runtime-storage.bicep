// What the platform itself stores: the deployed package, the stream's checkpoints, timers' locks and the history and queues
// of the orchestrations. Lost, every running exam's deadline is lost with it; the app's own data are elsewhere.

param name string
param location string
param tags object

@description('Copies in three zones of the region instead of one.')
param zoneRedundant bool

@description('Whether it can be reached from outside the virtual network.')
param publicNetworkAccess bool

param deploymentContainer string

@description('Object id of the application\'s identity.')
param appPrincipalId string

@description('Object id of who may run the application against it; empty: nobody.')
param developerId string

@allowed(['Group', 'ServicePrincipal', 'User'])
param developerPrincipalType string

var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

// The Functions host asks for Owner of the blobs; Durable Functions also needs queues and tables.
var accountRoles = [roles.storageBlobDataOwner, roles.storageQueueDataContributor, roles.storageTableDataContributor]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'None'
      defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      // Single blobs are not kept: checkpoints and leases are written all the time, and each would leave a copy.
      containerDeleteRetentionPolicy: {
        enabled: true
        days: 7
      }
    }

    resource deployments 'containers' = {
      name: deploymentContainer
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

// With the account, which is among the first to be there: roles take minutes to spread, and the platform stores the application's
// package with these.
resource appAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in accountRoles: {
  name: guid(account.id, appPrincipalId, role)
  scope: account
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource developerAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in accountRoles: if (!empty(developerId)) {
  name: guid(account.id, developerId, role)
  scope: account
  properties: {
    principalId: developerId
    principalType: developerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

output id string = account.id
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
