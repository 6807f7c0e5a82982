#!/bin/sh
# Before provisioning. With private networking the application's subnet is delegated to Microsoft.App. A template has the providers of
# its own resources registered, and this is none of them: a subscription that has never used it would refuse the network.
set -eu
[ "${PROCTORING_PRIVATE_NETWORKING:-false}" = true ] || exit 0

provider="https://management.azure.com/subscriptions/${AZURE_SUBSCRIPTION_ID:?}/providers/Microsoft.App"
token=$(azd auth token --scope https://management.azure.com/.default)

# Not as an argument, where everybody on the machine could read the token.
call() {
  printf 'Authorization: Bearer %s\n' "$token" | curl --silent --show-error --fail --header @- --request "$1" --data '' "$provider$2?api-version=2021-04-01"
}

echo "Private networking: registering the provider Microsoft.App in the subscription."
call POST /register >/dev/null
tries=${PROCTORING_REGISTRATION_TRIES:-60}
until call GET '' | grep -q '"registrationState" *: *"Registered"'; do
  tries=$((tries - 1))
  if [ "$tries" -le 0 ]; then
    echo "Microsoft.App is not registered after ten minutes. See it in the portal (Subscription, Resource providers), then run azd again." >&2
    exit 1
  fi
  sleep "${PROCTORING_REGISTRATION_SECONDS:-10}"
done
echo "Microsoft.App is registered."
