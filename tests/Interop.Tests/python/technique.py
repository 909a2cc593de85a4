"""The technique with Python's standard library alone: argv has org, issuer, client ID, redirect URI and login; stdin the password."""
import base64
import hashlib
import json
import secrets
import sys
import urllib.parse
import urllib.request


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(NoRedirect)


def call(url, body=None, content_type=None):
    headers = {"Accept": "application/json"}
    if content_type:
        headers["Content-Type"] = content_type
    try:
        with opener.open(urllib.request.Request(url, body, headers)) as answer:
            return answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        if answer.code != 302:
            raise
        return answer.headers, b""


org, issuer, client_id, redirect_uri, username = sys.argv[1:]
metadata = json.loads(call(issuer + "/.well-known/openid-configuration")[1])
login = json.dumps({"username": username, "password": sys.stdin.read()}).encode()
session_token = json.loads(call(org + "/api/v1/authn", login, "application/json")[1])["sessionToken"]

verifier = secrets.token_urlsafe(32)
challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
query = urllib.parse.urlencode({
    "client_id": client_id, "response_type": "code", "scope": "openid profile", "redirect_uri": redirect_uri, "state": "s", "nonce": "n",
    "prompt": "none", "code_challenge": challenge, "code_challenge_method": "S256", "sessionToken": session_token})
location = call(metadata["authorization_endpoint"] + "?" + query)[0]["Location"]
code = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]

form = urllib.parse.urlencode({
    "grant_type": "authorization_code", "client_id": client_id, "redirect_uri": redirect_uri, "code": code, "code_verifier": verifier})
tokens = json.loads(call(metadata["token_endpoint"], form.encode(), "application/x-www-form-urlencoded")[1])
payload = tokens["id_token"].split(".")[1]
claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
print(json.dumps({"iss": claims["iss"], "preferred_username": claims["preferred_username"]}))
