#!/bin/sh
# Starts the API under test, gets its users' tokens, and then asks, as often as REQUESTS says.
set -eu
umask 077 # tokens are for their owner alone
scratch=$(mktemp -d)
node ../node-api/server.js > "$scratch/api.log" &
api=$!
trap 'kill $api; rm -rf "$scratch"' EXIT

printf 'customer%s@example.com\n' 1 2 | sh tokens.sh > "$scratch/tokens.txt"
until grep -q '^http' "$scratch/api.log"; do kill -0 $api; sleep 0.1; done # prints its address when it listens
node load.mjs "$(cat "$scratch/api.log")/orders" "$scratch/tokens.txt" "${REQUESTS:-2000}"
