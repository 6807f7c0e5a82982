// What the application stores: its tables, reports, evidence and the keys that sign its tokens.

param name string
param location string
param tags object

@description('Copies in three zones of the region instead of one.')
param zoneRedundant bool

@description('Whether it can be reached from outside the virtual network; every request needs a sign-in or a signed link in any case.')
param publicNetworkAccess bool

@description('Origins of the pages whose scripts use signed links.')
param corsOrigins string[]

@description('Days after which the application itself removes what it stores about a session that has ended.')
param retentionDays int

@description('Days for which a deleted blob or container can be restored.')
@minValue(1)
@maxValue(365)
param softDeleteDays int

@description('Days after which reports and evidence go to cheaper storage, which costs more to read.')
param coolAfterDays int

param logAnalyticsId string

@description('Object id of the application\'s identity.')
param appPrincipalId string

@description('Object id of who may run the application against it; empty: nobody.')
param developerId string

@allowed(['Group', 'ServicePrincipal', 'User'])
param developerPrincipalType string

var roles = {
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

// Contributor may also ask for the user delegation keys that sign links.
var accountRoles = [roles.storageBlobDataContributor, roles.storageTableDataContributor]

var tables = [
  'accounts'
  'alertoutbox'
  'deadletters'
  'exams'
  'idempotency'
  'logins'
  'reports'
  'sessionindex'
  'sessions'
  'stalledpartitions'
]

var keysContainer = 'keys'
var reportsContainer = 'reports'
var evidenceContainer = 'evidence'
var containers = [keysContainer, reportsContainer, evidenceContainer]

// The application deletes a session's blobs with the session. This catches what a failure left behind, and comes later, so
// that it never takes away what the application still shows.
var leftoverDays = retentionDays + 30

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
    // Hence every signed link is signed by a user delegation key, which expires with the identity that asked for it.
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
      deleteRetentionPolicy: {
        enabled: true
        days: softDeleteDays
      }
      containerDeleteRetentionPolicy: {
        enabled: true
        days: softDeleteDays
      }
      cors: {
        corsRules: [
          {
            allowedOrigins: corsOrigins
            allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT']
            allowedHeaders: ['content-type', 'x-ms-blob-*', 'x-ms-version']
            exposedHeaders: ['etag']
            maxAgeInSeconds: 3600
          }
        ]
      }
    }
  }

  resource tableService 'tableServices' = {
    name: 'default'
  }

  // Nothing here names the keys: without them every session token that candidates hold becomes worthless.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'reports-and-evidence'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['${reportsContainer}/', '${evidenceContainer}/']
              }
              actions: {
                baseBlob: {
                  tierToCool: {
                    daysAfterModificationGreaterThan: coolAfterDays
                  }
                  delete: {
                    daysAfterModificationGreaterThan: leftoverDays
                  }
                }
              }
            }
          }
        ]
      }
    }
    dependsOn: [
      blobs
    ]
  }
}

// The application would create tables and containers itself; here they are there, and private, before it starts.
resource appContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [for container in containers: {
  parent: account::blobs
  name: container
  properties: {
    publicAccess: 'None'
  }
}]

resource appTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = [for table in tables: {
  parent: account::tableService
  name: table
}]

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

// Who read, changed or deleted which report, evidence or key. Tables are left out: that would be a line of log for every
// batch that is scored.
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: account::blobs
  properties: {
    workspaceId: logAnalyticsId
    logs: [
      {
        category: 'StorageRead'
        enabled: true
      }
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

output id string = account.id
output blobEndpoint string = account.properties.primaryEndpoints.blob
output tableEndpoint string = account.properties.primaryEndpoints.table
