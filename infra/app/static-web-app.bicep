// The web pages: proctors' console and demo exam. Their content comes with `azd deploy`.

param name string
param location string
param tags object

@description('Free, or Standard with an availability promise and own domains in numbers.')
@allowed(['Free', 'Standard'])
param sku string

resource site 'Microsoft.Web/staticSites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: {
    name: sku
    tier: sku
  }
  properties: {
    allowConfigFileUpdates: true
    // Deployed by the azd client, not from a repository that the service watches.
    provider: 'Custom'
    stagingEnvironmentPolicy: 'Disabled'
  }
}

output uri string = 'https://${site.properties.defaultHostname}'
