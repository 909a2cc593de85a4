#!/bin/sh
# Tests of an API by curl; the tokens come from 'postern', which finds org, app and user in the environment.
set -eu
failed=0

if [ -z "${API:-}" ]; then
  log=$(mktemp)
  node ../node-api/server.js > "$log" &
  server=$!
  trap 'kill $server; rm -f "$log"' EXIT
  until grep -q '^http' "$log"; do kill -0 $server; sleep 0.1; done # prints its address when it listens
  API=$(cat "$log")
fi

# expect STATUS curl's arguments…
expect() {
  wanted=$1; shift
  status=$(curl -s -o /dev/null -w '%{http_code}' "$@")
  if [ "$status" = "$wanted" ]; then echo "ok $status"; else echo "not ok: $status, not $wanted"; failed=1; fi
}

ada=$(postern token --scopes 'openid orders:read' --output header)

expect 401 "$API/orders"
expect 401 -H "Authorization: Bearer no-token" "$API/orders"
expect 200 -H "$ada" "$API/orders"
expect 403 -H "$ada" -X POST "$API/orders/7/shipment"
exit $failed
