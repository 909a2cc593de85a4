"""An API of orders that knows its callers by Okta: who has the scope reads, the warehouse ships."""

import base64
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode
from urllib.request import urlopen

# As Okta's samples name them; 'postern org run' sets them for a local org.
ISSUER = os.environ["OKTA_OAUTH2_ISSUER"]
CLIENT_ID = os.environ["OKTA_OAUTH2_CLIENT_ID"]
AUDIENCE = "api://orders"


def claims_of(authorization):
    """The claims of a token that its server vouches for now (RFC 7662), if it is for this API; None of any other."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    form = urlencode({"token": token, "token_type_hint": "access_token", "client_id": CLIENT_ID}).encode()
    with urlopen(f"{ISSUER}/v1/introspect", form) as answer:
        found = json.load(answer)
    if not found["active"] or found.get("aud") != AUDIENCE:
        return None
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


class Orders(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(lambda claims: "orders:read" in claims["scp"], 200, {"orders": [7]})

    def do_POST(self):
        self.answer(lambda claims: "Warehouse" in claims.get("groups", []), 202, {"shipping": 7})

    def answer(self, is_allowed, status, body):
        claims = claims_of(self.headers["Authorization"])
        if claims is None:
            self.write(401, {"error": "invalid_token"})
        elif not is_allowed(claims):
            self.write(403, {"error": "insufficient_scope"})
        else:
            self.write(status, body | {"for": claims["sub"]})

    def write(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Nothing: a test runner's output is for its tests."""


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", 8000), Orders) as server:
        print(f"http://127.0.0.1:{server.server_port}/orders")
        server.serve_forever()
