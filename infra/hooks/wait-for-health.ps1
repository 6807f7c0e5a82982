# After the application is deployed: sees that it answers and reaches what it needs. Roles that are still spreading make it start a few
# times over; after five minutes something else is wrong.
$ErrorActionPreference = 'Stop'
if (-not $env:API_BASE_URL) { throw 'API_BASE_URL is not set' }
Write-Host "Waiting for $env:API_BASE_URL/api/health, for five minutes at most."
for ($tries = 30; ; $tries--) {
  try {
    $reply = Invoke-WebRequest -UseBasicParsing -TimeoutSec 10 -Uri "$env:API_BASE_URL/api/health"
    break
  } catch {
    if ($tries -le 1) { throw "It is deployed and not healthy. The last answer was: $_" }
  }
  Start-Sleep -Seconds 10
}
Write-Host "It answers: $($reply.Content)"
