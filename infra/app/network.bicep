// A virtual network: one subnet that the application leaves through, one with the private endpoints of what it uses, and the
// private DNS zones that lead there.

param name string
param location string
param tags object

@description('Private DNS zones, by name.')
param zones string[]

var appSubnet = 'app'
var endpointSubnet = 'private-endpoints'

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
    subnets: [
      {
        name: endpointSubnet
        properties: {
          addressPrefix: '10.0.1.0/24'
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
      // An instance takes an address; /22 leaves room for all that there can be.
      {
        name: appSubnet
        properties: {
          addressPrefix: '10.0.4.0/22'
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
    ]
  }
}

resource dnsZones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for zone in zones: {
  name: zone
  location: 'global'
  tags: tags
}]

resource dnsLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (zone, i) in zones: {
  parent: dnsZones[i]
  name: name
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}]

output appSubnetId string = '${network.id}/subnets/${appSubnet}'
output endpointSubnetId string = '${network.id}/subnets/${endpointSubnet}'
