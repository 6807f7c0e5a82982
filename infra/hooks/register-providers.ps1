# Before provisioning. With private networking the application's subnet is delegated to Microsoft.App. A template has the providers of
# its own resources registered, and this is none of them: a subscription that has never used it would refuse the network.
$ErrorActionPreference = 'Stop'
if ($env:PROCTORING_PRIVATE_NETWORKING -ne 'true') { exit 0 }
if (-not $env:AZURE_SUBSCRIPTION_ID) { throw 'AZURE_SUBSCRIPTION_ID is not set' }

$provider = "https://management.azure.com/subscriptions/$env:AZURE_SUBSCRIPTION_ID/providers/Microsoft.App"
$token = azd auth token --scope https://management.azure.com/.default
if ($LASTEXITCODE -ne 0) { throw 'azd gave no token' }
$headers = @{ Authorization = "Bearer $token" }

Write-Host 'Private networking: registering the provider Microsoft.App in the subscription.'
Invoke-RestMethod -Method Post -Headers $headers -Uri "$provider/register?api-version=2021-04-01" | Out-Null
for ($tries = 60; ; $tries--) {
  $state = (Invoke-RestMethod -Method Get -Headers $headers -Uri "${provider}?api-version=2021-04-01").registrationState
  if ($state -eq 'Registered') { break }
  if ($tries -le 1) { throw 'Microsoft.App is not registered after ten minutes. See it in the portal (Subscription, Resource providers), then run azd again.' }
  Start-Sleep -Seconds 10
}
Write-Host 'Microsoft.App is registered.'
