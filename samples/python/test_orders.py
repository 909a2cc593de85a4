import base64
import hashlib
import html
import json
import os
import re
import secrets
import threading
import unittest
from http.server import ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from orders import CLIENT_ID, ISSUER, Orders

# 'postern org run' tells the first app and user in Okta's variables, and all of them in POSTERN_ORG.
ORG = os.environ["OKTA_CLIENT_ORGURL"]
REDIRECT_URI = os.environ["OKTA_OAUTH2_REDIRECTURI"]
ADA, WIM, *_ = json.loads(os.environ["POSTERN_ORG"])["users"]


def token_of(user):
    """A user's access token without a browser: password, session token, code, token."""
    authn = json.dumps({"username": user["login"], "password": user["password"]}).encode()
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    with urlopen(Request(f"{ORG}/api/v1/authn", authn, headers)) as answer:
        session_token = json.load(answer)["sessionToken"]

    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = urlencode({
        "client_id": CLIENT_ID, "redirect_uri": REDIRECT_URI, "scope": "openid orders:read", "state": "any", "prompt": "none",
        "response_type": "code", "response_mode": "form_post", "sessionToken": session_token,
        "code_challenge": challenge, "code_challenge_method": "S256",
    })
    with urlopen(f"{ISSUER}/v1/authorize?{query}") as page:  # a form that a browser would send to the app, with the code in it
        code = html.unescape(re.search(r'name="code" value="([^"]+)"', page.read().decode())[1])

    form = urlencode({
        "grant_type": "authorization_code", "client_id": CLIENT_ID, "redirect_uri": REDIRECT_URI, "code": code,
        "code_verifier": verifier,
    })
    with urlopen(f"{ISSUER}/v1/token", form.encode()) as answer:
        return json.load(answer)["access_token"]


class OrdersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.api = ThreadingHTTPServer(("127.0.0.1", 0), Orders)
        threading.Thread(target=cls.api.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        cls.ada, cls.wim = token_of(ADA), token_of(WIM)

    @classmethod
    def tearDownClass(cls):
        cls.api.shutdown()
        cls.api.server_close()

    def test_who_brings_no_token_is_not_let_in(self):
        self.assertEqual(self.call("GET", "/orders"), (401, {"error": "invalid_token"}))

    def test_a_customer_reads_the_orders(self):
        self.assertEqual(self.call("GET", "/orders", self.ada), (200, {"orders": [7], "for": "ada@example.com"}))

    def test_a_customer_may_not_ship_them(self):
        self.assertEqual(self.call("POST", "/orders/7/shipment", self.ada), (403, {"error": "insufficient_scope"}))

    def test_the_warehouse_may(self):
        self.assertEqual(self.call("POST", "/orders/7/shipment", self.wim), (202, {"shipping": 7, "for": "wim@example.com"}))

    def test_a_token_that_was_revoked_is_good_no_more(self):
        token = token_of(ADA)
        urlopen(f"{ISSUER}/v1/revoke", urlencode({"token": token, "client_id": CLIENT_ID}).encode()).close()

        self.assertEqual(self.call("GET", "/orders", token), (401, {"error": "invalid_token"}))

    def call(self, method, path, token=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = Request(f"http://127.0.0.1:{self.api.server_port}{path}", headers=headers, method=method)
        try:
            with urlopen(request) as answer:
                return answer.status, json.load(answer)
        except HTTPError as refused:
            with refused:
                return refused.status, json.load(refused)


if __name__ == "__main__":
    unittest.main()
