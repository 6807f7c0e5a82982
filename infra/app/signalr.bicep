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

@description('Object id of the application\'s identity.')
param appPrincipalId string

@description('Object id of who may run the application against it; empty: nobody.')
param developerId string

@allowed(['Group', 'ServicePrincipal', 'User'])
param developerPrincipalType string

var roles = {
  signalRServiceOwner: '7e4f1700-ea5a-4f59-8f37-079cfe29dce3'
}

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

resource appAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(signalR.id, appPrincipalId, roles.signalRServiceOwner)
  scope: signalR
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.signalRServiceOwner)
  }
}

resource developerAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(developerId)) {
  name: guid(signalR.id, developerId, roles.signalRServiceOwner)
  scope: signalR
  properties: {
    principalId: developerId
    principalType: developerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.signalRServiceOwner)
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
output endpoint string = 'https://${signalR.properties.hostName}'
