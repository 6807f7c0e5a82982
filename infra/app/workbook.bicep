// The operator's overview: in the portal, among the workspace's workbooks.

param location string
param tags object
param logAnalyticsId string

resource overview 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(logAnalyticsId, 'operations')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Proctoring operations'
    category: 'workbook'
    sourceId: logAnalyticsId
    serializedData: loadTextContent('../workbook/operations.workbook.json')
  }
}
