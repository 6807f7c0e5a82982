#!/bin/sh
# After provisioning, before the application is deployed. The platform stores the application's package with roles that were assigned
# minutes ago, and roles take minutes to spread; nobody but the application could try whether they have. So this waits, unless an
# application answers already, and so has them.
set -eu
# A preview of a first deployment: azd runs hooks then too.
[ -n "${API_BASE_URL:-}" ] || exit 0
if curl --silent --fail --max-time 10 --output /dev/null "$API_BASE_URL/api/health"; then exit 0; fi

left=${PROCTORING_ROLES_WAIT_SECONDS:-120}
echo "The application's roles are new. Waiting $left seconds for them to spread; if the deployment ends with 403 all the same, run 'azd deploy'."
while [ "$left" -gt 0 ]; do
  step=$((left < 30 ? left : 30))
  sleep "$step"
  left=$((left - step))
  [ "$left" -eq 0 ] || echo "$left seconds left"
done
