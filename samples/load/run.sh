#!/bin/sh
# Starts the API under test, gets its users' tokens, and then asks, as often as REQUESTS says.
set -eu
umask 077 # tokens are for their owner alone
scratch=$(mktemp -d)
node ../node-api/server.js > "$scratch/api.log" &
api=$!
trap 'kill $api; rm -rf "$scratch" tokens.txt*' EXIT

postern mint --users users.csv --password env:OKTA_PASSWORD --scopes 'openid orders:read' --as tokens --to tokens.txt
until grep -q '^http' "$scratch/api.log"; do kill -0 $api; sleep 0.1; done # prints its address when it listens
api_url=$(cat "$scratch/api.log")/orders
case ${WITH:-node} in
  k6) k6 run --duration "${DURATION:-30s}" -e URL="$api_url" -e TOKENS=tokens.txt k6.js ;;
  *) node load.mjs "$api_url" tokens.txt "${REQUESTS:-2000}" ;;
esac
