#!/bin/sh
# After the application is deployed: sees that it answers and reaches what it needs. Roles that are still spreading make it start a few
# times over; after five minutes something else is wrong.
set -eu
tries=${PROCTORING_HEALTH_TRIES:-30}
echo "Waiting for ${API_BASE_URL:?}/api/health, for five minutes at most."
until reply=$(curl --silent --show-error --fail-with-body --max-time 10 "$API_BASE_URL/api/health" 2>&1); do
  tries=$((tries - 1))
  if [ "$tries" -le 0 ]; then
    echo "It is deployed and not healthy. The last answer was: $reply" >&2
    exit 1
  fi
  sleep "${PROCTORING_HEALTH_SECONDS:-10}"
done
echo "It answers: $reply"
