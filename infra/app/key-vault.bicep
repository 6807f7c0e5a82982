// The operator's key, which creates organisations.
//
// The first deployment makes one at random and stores it; later ones leave it alone. Nobody has to know it before, and it
// stands in no parameter file, output or app setting: the app setting is a reference to it, which the platform resolves with
// the application's identity. Whoever deployed may read it (and, having the role Key Vault Secrets Officer, replace it):
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

param logAnalyticsId string

@description('Used only where there is no key yet.')
@secure()
param newOperatorKey string = '${newGuid()}${newGuid()}'

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

var operatorKeyName = 'operator-key'

@onlyIfNotExists()
resource operatorKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: operatorKeyName
  properties: {
    contentType: 'text/plain'
    value: newOperatorKey
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
