# After provisioning, before the application is deployed. The platform stores the application's package with roles that were assigned
# minutes ago, and roles take minutes to spread; nobody but the application could try whether they have. So this waits, unless an
# application answers already, and so has them.
$ErrorActionPreference = 'Stop'
# A preview of a first deployment: azd runs hooks then too.
if (-not $env:API_BASE_URL) { exit 0 }
try {
  Invoke-WebRequest -UseBasicParsing -TimeoutSec 10 -Uri "$env:API_BASE_URL/api/health" | Out-Null
  exit 0
} catch { }

$left = if ($env:PROCTORING_ROLES_WAIT_SECONDS) { [int]$env:PROCTORING_ROLES_WAIT_SECONDS } else { 120 }
Write-Host "The application's roles are new. Waiting $left seconds for them to spread; if the deployment ends with 403 all the same, run 'azd deploy'."
while ($left -gt 0) {
  $step = [Math]::Min($left, 30)
  Start-Sleep -Seconds $step
  $left -= $step
  if ($left -gt 0) { Write-Host "$left seconds left" }
}
