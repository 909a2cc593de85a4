// What the browser of somebody who has signed in keeps: Playwright's storage state, made without a page.
import { execFileSync } from 'node:child_process';
import { request } from '@playwright/test';
import { issuer, org } from './settings.js';

// For a single-page app: the tokens, where okta-auth-js looks for them.
export function tokensInLocalStorage(origin) {
  const tokens = JSON.parse(execFileSync('postern', ['token', '--scopes', 'openid profile orders:read']));
  const [accessToken, idToken] = [tokens.access_token, tokens.id_token];
  const both = {
    scopes: tokens.scope.split(' '), expiresAt: Math.floor(Date.now() / 1000) + tokens.expires_in,
    authorizeUrl: `${issuer}/v1/authorize`,
  };
  const value = JSON.stringify({
    accessToken: { ...both, accessToken, claims: claimsOf(accessToken), tokenType: 'Bearer', userinfoUrl: `${issuer}/v1/userinfo` },
    idToken: { ...both, idToken, claims: claimsOf(idToken), issuer, clientId: tokens.client_id },
  });
  return { cookies: [], origins: [{ origin, localStorage: [{ name: 'okta-token-storage', value }] }] };
}

// For a server-side web app: the org's session cookie, so that the org sends the browser straight back.
export async function sessionCookie({ login: username, password }, app) {
  const browser = await request.newContext();
  const authenticated = await browser.post(`${org}/api/v1/authn`, { data: { username, password } });
  const { sessionToken: token } = await authenticated.json();
  await browser.get(`${org}/login/sessionCookieRedirect`, { params: { token, redirectUrl: app }, maxRedirects: 0 });
  return browser.storageState();
}

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
