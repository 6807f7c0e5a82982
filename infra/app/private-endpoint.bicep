// A way from the virtual network to one resource, and the DNS record that leads there.

param name string
param location string
param tags object
param subnetId string

@description('The resource.')
param targetId string

@description('Which of the resource\'s services.')
@allowed(['blob', 'namespace', 'queue', 'signalr', 'table', 'vault'])
param group string

@description('Name of the service\'s private DNS zone, in this resource group.')
param zone string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: group
        properties: {
          privateLinkServiceId: targetId
          groupIds: [group]
        }
      }
    ]
  }

  resource records 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: group
          properties: {
            privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zone)
          }
        }
      ]
    }
  }
}
