#!/usr/bin/env bash
# What one writes without Postern: the same three calls with curl, openssl and jq, PKCE, state and nonce included.
#   OKTA_PASSWORD=… bench/technique.sh ORG CLIENT_ID REDIRECT_URI USERNAME
set -euo pipefail
org=$1 client_id=$2 redirect_uri=$3 username=$4 server=$1/oauth2/default

verifier=$(openssl rand -hex 32)
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')
state=$(openssl rand -hex 16)
nonce=$(openssl rand -hex 16)

session_token=$(jq -n --arg username "$username" '{username: $username, password: env.OKTA_PASSWORD}' |
  curl -sSf "$org/api/v1/authn" -H 'Accept: application/json' -H 'Content-Type: application/json' -d @- | jq -er .sessionToken)

page=$(curl -sSf -G "$server/v1/authorize" --data-urlencode "client_id=$client_id" --data-urlencode "redirect_uri=$redirect_uri" \
  -d response_type=code -d response_mode=form_post --data-urlencode 'scope=openid profile email' -d prompt=none \
  -d "state=$state" -d "nonce=$nonce" -d "code_challenge=$challenge" -d code_challenge_method=S256 -d "sessionToken=$session_token")
code=$(sed -n 's/.*name="code" value="\([^"]*\)".*/\1/p' <<<"$page")
[ "$(sed -n 's/.*name="state" value="\([^"]*\)".*/\1/p' <<<"$page")" = "$state" ] || { echo 'The state is not ours.' >&2; exit 1; }

tokens=$(curl -sSf "$server/v1/token" -H 'Accept: application/json' -d grant_type=authorization_code -d "code=$code" \
  --data-urlencode "redirect_uri=$redirect_uri" -d "client_id=$client_id" -d "code_verifier=$verifier")

jq -er --arg nonce "$nonce" '
  def decoded: gsub("-"; "+") | gsub("_"; "/") | @base64d | fromjson;
  if (.id_token | split(".")[1] | decoded | .nonce) == $nonce then . else error("The nonce is not ours.") end' <<<"$tokens"
