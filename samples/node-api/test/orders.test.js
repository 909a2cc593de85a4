import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { createApi } from '../api.js';

// 'postern org run' tells the first app and user in Okta's variables, and all of them in POSTERN_ORG.
const { OKTA_CLIENT_ORGURL: org, OKTA_OAUTH2_ISSUER: issuer } = process.env;
const { apps: [shop, , nightly], users: [ada, wim] } = JSON.parse(process.env.POSTERN_ORG);
let server;

before(async () => {
  server = createApi({ issuer, audience: 'api://orders' }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
});

after(() => server.close());

test('who brings no token is not let in', async () => {
  assert.equal((await call('GET', '/orders')).status, 401);
});

test('a customer reads the orders', async () => {
  const answer = await call('GET', '/orders', await tokenOf(ada));

  assert.deepEqual(await answer.json(), { orders: [7], for: 'ada@example.com' });
});

test('a customer may not ship them', async () => {
  assert.equal((await call('POST', '/orders/7/shipment', await tokenOf(ada))).status, 403);
});

test('the warehouse may', async () => {
  assert.equal((await call('POST', '/orders/7/shipment', await tokenOf(wim))).status, 202);
});

test('the nightly report reads them in its own name', async () => {
  const tokens = await oidc.clientCredentialsGrant(await client(nightly), { scope: 'orders:read' });

  assert.equal((await call('GET', '/orders', tokens.access_token)).status, 200);
});

// A user's access token without a browser: Okta takes the session token in place of the sign-in page.
async function tokenOf({ login: username, password }) {
  const authenticated = await fetch(`${org}/api/v1/authn`, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const { sessionToken } = await authenticated.json();
  const okta = await client(shop);
  const [pkceCodeVerifier, expectedState] = [oidc.randomPKCECodeVerifier(), oidc.randomState()];
  const authorize = oidc.buildAuthorizationUrl(okta, {
    redirect_uri: shop.redirectUri, scope: 'openid orders:read', state: expectedState, prompt: 'none', sessionToken,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
  });
  const answer = await fetch(authorize, { redirect: 'manual' });
  const tokens = await oidc.authorizationCodeGrant(okta, new URL(answer.headers.get('location')), { pkceCodeVerifier, expectedState });
  return tokens.access_token;
}

function client({ clientId, clientSecret }) {
  const authentication = clientSecret ? oidc.ClientSecretBasic(clientSecret) : oidc.None();
  const options = issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : undefined;
  return oidc.discovery(new URL(issuer), clientId, clientSecret, authentication, options);
}

const call = (method, path, token) => fetch(`http://127.0.0.1:${server.address().port}${path}`, {
  method,
  headers: token ? { Authorization: `Bearer ${token}` } : {},
});
