// What an operator is told. Each rule is one of the queries in ../queries, to the letter: it returns a row for whatever is
// wrong, so any row is an alert, and pasting it into the workspace shows what the alert saw.

param location string
param tags object
param logAnalyticsId string
param actionGroupName string

@description('Who gets a mail; empty: nobody, the alerts are seen in the portal only.')
param email string

var rules = [
  {
    name: 'ingest-errors'
    title: 'Events are refused'
    description: 'Events of candidates are turned away although nothing is wrong with them.'
    severity: 1
    query: loadTextContent('../queries/ingest-errors.kql')
  }
  {
    name: 'scoring-lag'
    title: 'Scoring is behind'
    description: 'Accepted events wait to be scored: proctors see alerts late.'
    severity: 1
    query: loadTextContent('../queries/scoring-lag.kql')
  }
  {
    name: 'stuck-partitions'
    title: 'A partition is stuck'
    description: 'A batch of the stream has failed for more than a minute: all sessions of its partition wait.'
    severity: 1
    query: loadTextContent('../queries/stuck-partitions.kql')
  }
  {
    name: 'dead-letters'
    title: 'Events were set aside'
    description: 'Events went to the dead letters: they are missing in a score.'
    severity: 2
    query: loadTextContent('../queries/dead-letters.kql')
  }
  {
    name: 'failed-orchestrations'
    title: 'An orchestration failed'
    description: 'The lifecycle of a session or the making of a report failed for good.'
    severity: 2
    query: loadTextContent('../queries/failed-orchestrations.kql')
  }
]

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'proctoring'
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'proctoring-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Proctoring: ${rule.title}'
    description: rule.description
    severity: rule.severity
    enabled: true
    scopes: [logAnalyticsId]
    // The window that the queries are written for.
    windowSize: 'PT15M'
    evaluationFrequency: 'PT5M'
    autoMitigate: true
    // On a first deployment the workspace has no telemetry to check a query against.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(email) ? [] : [operators.id]
    }
  }
}]
