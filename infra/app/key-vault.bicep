// The operator's key, which creates organisations.
//
// The first deployment makes one at random and stores it; later ones leave it alone. Nobody has to know it before, and it
// stands in no parameter file, output or app setting: the app setting is a reference to it, which the platform resolves with
// the application's identity. The group of operators may read and replace it, and with developer access who deployed:
//
//   az keyvault secret show --vault-name $(azd env get-value AZURE_KEY_VAULT_NAME) --name operator-key --query value --output tsv
//
// A new version is taken over within a day, or at once when the function app is restarted. Where the vault cannot be reached
// from outside the virtual network, this is done from within.

param name string
param location string
param tags object

@description('Whether deleted secrets, and the vault, are kept until their time is up, whatever anybody does. Cannot be undone.')
param purgeProtection bool

@description('Whether it can be reached from outside the virtual network.')
param publicNetworkAccess bool

@description('Object id of the Entra group whose members may read and replace the key; empty: none.')
param operatorGroupId string

param logAnalyticsId string

@description('Object id of the application\'s identity.')
param appPrincipalId string

@description('Object id of a person who may read and replace the key too; empty: nobody.')
param developerId string

@allowed(['Group', 'ServicePrincipal', 'User'])
param developerPrincipalType string

@description('Used only where there is no key yet.')
@secure()
param newOperatorKey string = '${newGuid()}${newGuid()}'

var roles = {
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
}

var operatorKeyName = 'operator-key'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 30
    // The service refuses false.
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'
    }
  }
}

@onlyIfNotExists()
resource operatorKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: operatorKeyName
  properties: {
    contentType: 'text/plain'
    value: newOperatorKey
  }
}

resource appAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, roles.keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource developerAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(developerId)) {
  name: guid(vault.id, developerId, roles.keyVaultSecretsOfficer)
  scope: vault
  properties: {
    principalId: developerId
    principalType: developerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
  }
}

resource operatorAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorGroupId)) {
  name: guid(vault.id, operatorGroupId, roles.keyVaultSecretsOfficer)
  scope: vault
  properties: {
    principalId: operatorGroupId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: logAnalyticsId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

output id string = vault.id
output name string = vault.name
// Without a version: the app setting follows the key when it is replaced.
output operatorKeyUri string = '${vault.properties.vaultUri}secrets/${operatorKeyName}'
