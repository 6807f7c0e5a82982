// The live connections of proctors and candidates. Serverless: clients connect to the service, the application sends to it.

param name string
param location string
param tags object

@description('Free_F1: 20 connections, to try it out. Standard_S1: 1,000 a unit. Premium_P1: likewise, across zones.')
@allowed(['Free_F1', 'Standard_S1', 'Premium_P1'])
param sku string

@description('Units; 1 in Free_F1.')
@allowed([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
param units int

@description('Origins of the pages that connect.')
param corsOrigins string[]

@description('Whether the application may send from outside the virtual network. Browsers connect from anywhere in any case.')
param publicServerAccess bool

param logAnalyticsId string

resource signalR 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'SignalR'
  sku: {
    name: sku
    capacity: units
  }
  properties: {
    cors: {
      allowedOrigins: corsOrigins
    }
    disableAadAuth: false
    disableLocalAuth: true
    features: [
      {
        flag: 'ServiceMode'
        value: 'Serverless'
      }
    ]
    // Through the private endpoint everything passes; from outside, what is not denied here. Free_F1 knows no such rules.
    networkACLs: publicServerAccess ? null : {
      defaultAction: 'Allow'
      publicNetwork: {
        deny: ['ServerConnection', 'RESTAPI', 'Trace']
      }
    }
    publicNetworkAccess: 'Enabled'
    resourceLogConfiguration: {
      categories: [
        {
          name: 'ConnectivityLogs'
          enabled: 'true'
        }
        // A line for every message would cost more than the messages.
        {
          name: 'MessagingLogs'
          enabled: 'false'
        }
      ]
    }
    tls: {
      clientCertEnabled: false
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'operations'
  scope: signalR
  properties: {
    workspaceId: logAnalyticsId
    logs: [
      {
        category: 'AllLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output id string = signalR.id
output name string = signalR.name
output endpoint string = 'https://${signalR.properties.hostName}'
